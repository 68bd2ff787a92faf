"""Git repositories read into values; the only package that knows pygit2."""
