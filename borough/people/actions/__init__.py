"""What is done about people."""
