"""Reports: documents compiled from figures, which refuse statements that the figures do not support."""
