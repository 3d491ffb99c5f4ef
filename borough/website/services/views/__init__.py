"""Service views."""
