"""What may be, as pure functions."""
