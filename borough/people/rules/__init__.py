"""Rules of people."""
