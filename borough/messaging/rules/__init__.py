"""Messaging rules and rendering as pure functions."""
