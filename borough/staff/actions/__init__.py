"""Set up teams, services and posts."""
