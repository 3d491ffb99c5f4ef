"""Read models of waste."""
