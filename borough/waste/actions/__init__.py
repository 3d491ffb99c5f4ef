"""Waste actions."""
