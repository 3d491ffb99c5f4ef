"""People forms."""
