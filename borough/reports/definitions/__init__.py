"""The reports there are: a folder each, with the words and the council's settings."""
