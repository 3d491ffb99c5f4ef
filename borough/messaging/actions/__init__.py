"""Messaging actions."""
