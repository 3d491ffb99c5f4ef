"""What is asked of waste."""
