"""Measure definitions: one file each, independent of each other."""
