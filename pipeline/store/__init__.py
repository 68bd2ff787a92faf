"""What was traced, kept between runs: in a file of pages in the cache folder, one a repository."""
