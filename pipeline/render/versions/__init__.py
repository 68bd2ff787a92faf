"""The versions that were issued → text, JSON."""
