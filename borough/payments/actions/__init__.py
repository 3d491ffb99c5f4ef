"""Verbs of payments."""
