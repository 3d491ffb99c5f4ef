"""A simulator of GOV.UK Pay for demonstrations and tests: API, test cards and failures."""
