"""What ``check`` looks for: one function a rule, from values to diagnostics."""
