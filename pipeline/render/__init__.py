"""Values written in one format a module, each with one ``render``."""
