"""Waste API."""
