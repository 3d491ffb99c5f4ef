"""Open311 GeoReport v2: problems told by other systems, and how they stand."""
