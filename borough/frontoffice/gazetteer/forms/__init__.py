"""Gazetteer forms."""
