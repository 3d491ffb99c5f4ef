"""Waste pages."""
