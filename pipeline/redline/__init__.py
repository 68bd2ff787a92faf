"""Two traced texts compared: changes, each of one commit."""
