"""The commit graph and its words: an origin for each word."""
