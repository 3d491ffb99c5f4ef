"""People rules."""
