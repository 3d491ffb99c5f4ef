"""Waste rules: permissions, collection days and fees."""
