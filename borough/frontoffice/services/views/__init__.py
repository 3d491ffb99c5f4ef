"""Service views for staff."""
