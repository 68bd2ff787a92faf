"""A redline as JSON, terminal text, one web page, Markdown and HTML for paper: one module each."""
