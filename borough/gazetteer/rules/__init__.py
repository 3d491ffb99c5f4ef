"""Address rules: composition, comparison, checks and grades."""
