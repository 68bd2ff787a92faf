"""The values that flow through the pipeline: frozen, without behaviour that needs a library."""
