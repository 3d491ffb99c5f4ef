"""Plain Python words used on every floor: periods, references, text that is safe to show or export. No Django."""
