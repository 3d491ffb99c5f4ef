"""The words a service is written in."""
