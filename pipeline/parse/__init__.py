"""Text read into values: front matter, Markdown, entries, the document."""
