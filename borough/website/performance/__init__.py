"""Performance pages."""
