"""Rendering of a compiled report as HTML, PDF and Word."""
