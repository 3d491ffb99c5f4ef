"""Open311 GeoReport v2: problem reports from other systems, and their status."""
