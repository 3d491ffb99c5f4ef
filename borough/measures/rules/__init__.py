"""The arithmetic of figures: exact, without clock, tables or settings."""
