"""The demonstration borough: invented people, real wards and services, rows that yield the figures of 2018."""
