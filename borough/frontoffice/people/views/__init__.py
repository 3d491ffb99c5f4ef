"""People views."""
