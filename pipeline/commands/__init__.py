"""One use case a module; the only place where stages meet."""
