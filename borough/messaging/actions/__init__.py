"""Verbs of post."""
