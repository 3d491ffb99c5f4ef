"""How a template is read and compiled with figures into a report."""
