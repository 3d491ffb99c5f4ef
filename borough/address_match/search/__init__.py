"""Type-ahead address search: an on-disk index derived from the tables, never a source of truth."""
