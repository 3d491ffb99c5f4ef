"""The vocabulary in which services are defined."""
