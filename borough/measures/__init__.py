"""Measures: definitions of what is counted and why, and the resulting figures, traces and changes."""
