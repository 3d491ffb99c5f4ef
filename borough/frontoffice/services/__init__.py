"""Service pages for staff."""
