"""Fill an empty instance with demonstration data, through the same actions as real use."""
