"""Borough: a digital council platform."""
