"""Parsing of templates, and compilation with figures into a report."""
