"""Teams, their services and their posts."""
