"""Reports: documents compiled from figures, that refuse to say what the figures do not support."""
