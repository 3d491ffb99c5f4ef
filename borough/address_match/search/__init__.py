"""An index of addresses for people who type: on disk beside the tables, made from them, and never the truth."""
