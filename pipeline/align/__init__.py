"""Two sequences: which items are equal. Knows nothing of Git or Markdown."""
