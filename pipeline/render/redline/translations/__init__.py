"""The words that a redline adds, a language a module; English is the pattern (wording.py)."""
