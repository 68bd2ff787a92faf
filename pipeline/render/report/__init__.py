"""A report on a pull request as a comment, and as JSON that can be read back without trust."""
