"""Address matching: from an address as written to its UPRN, with a probability and reasons."""
