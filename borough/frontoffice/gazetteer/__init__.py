"""Gazetteer pages."""
