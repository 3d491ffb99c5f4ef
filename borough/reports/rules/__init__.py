"""What may be said in a report: plain words, no tables, no clock."""
