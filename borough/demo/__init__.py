"""The demonstration borough: invented people, real wards and services, data that yields the figures of 2018."""
