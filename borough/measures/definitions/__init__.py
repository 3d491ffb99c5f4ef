"""The measures: one file each, none leaning on another."""
