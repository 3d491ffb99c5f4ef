"""Components, layouts and formats of every page."""
