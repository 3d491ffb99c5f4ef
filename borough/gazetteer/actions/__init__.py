"""Gazetteer actions: supply import and export, areas, edits, matching and reviews."""
