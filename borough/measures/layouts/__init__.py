"""Rendering of figures."""
