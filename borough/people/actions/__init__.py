"""People actions."""
