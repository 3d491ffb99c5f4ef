"""What may be done about waste, and how days and fees are worked out."""
