"""Waste."""
