"""Verbs of waste."""
