"""UI components, layouts and formats of every page."""
