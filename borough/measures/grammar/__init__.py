"""The words a measure is written in, and how they are counted on any engine."""
