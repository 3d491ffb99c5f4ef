"""Measure definitions as data, and their evaluation on any engine."""
