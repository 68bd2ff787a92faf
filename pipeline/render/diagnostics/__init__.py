"""Diagnostics → text for people, JSON, GitHub annotations, SARIF: one format a module."""
