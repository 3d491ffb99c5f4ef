"""Pages of the website."""
