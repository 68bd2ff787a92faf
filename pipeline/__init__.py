"""redraft: a Git-based document pipeline for texts that many parties negotiate."""
