"""Service pages."""
