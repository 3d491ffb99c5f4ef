"""Address pages."""
