"""Every service the council offers, a folder each."""
