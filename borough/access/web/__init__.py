"""Access pages and middleware."""
