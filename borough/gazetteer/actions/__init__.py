"""What may be done to the gazetteer: supplies brought in and given out, areas declared."""
