"""The demonstration's history: its description as data, and the files after each commit."""
