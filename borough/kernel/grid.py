"""The National Grid of Great Britain."""

MAX_EASTING, MAX_NORTHING = 700_000, 1_300_000
"""Extent in metres east and north of the grid's origin."""
