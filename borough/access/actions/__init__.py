"""Actions that write accounts, grants and tokens."""
