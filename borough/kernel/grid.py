"""The National Grid of Great Britain."""

MAX_EASTING, MAX_NORTHING = 700_000, 1_300_000
"""Metres that it reaches east and north of its origin."""
