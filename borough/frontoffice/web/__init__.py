"""Pages of the front office."""
