"""Gazetteer views."""
