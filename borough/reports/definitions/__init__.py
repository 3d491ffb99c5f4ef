"""Report definitions: a folder each, with the template and the council's settings."""
