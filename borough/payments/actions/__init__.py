"""Payments actions."""
