"""Payment pages."""
