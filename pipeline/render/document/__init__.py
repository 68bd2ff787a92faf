"""The rolling document as HTML for paper, as one web page, and as Markdown."""
