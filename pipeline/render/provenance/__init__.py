"""The answer of ``provenance`` → JSON, text, HTML."""
