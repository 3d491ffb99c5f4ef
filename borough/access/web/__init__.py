"""Pages and the gate before every page."""
