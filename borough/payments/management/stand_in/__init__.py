"""A stand-in for GOV.UK Pay, for demonstrations and tests: its protocol, its test cards, and its bad days."""
