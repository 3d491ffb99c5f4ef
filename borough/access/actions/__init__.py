"""Verbs that write accounts, grants and tokens."""
