"""Waste views."""
