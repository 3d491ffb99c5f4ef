"""Measures: what is counted and why, and the figures, traces and changes that come of it."""
