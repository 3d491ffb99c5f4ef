"""Service definitions, one folder each."""
