"""Access rules as pure functions."""
