"""Plain Python helpers for every layer: periods, references, safe text. No Django."""
