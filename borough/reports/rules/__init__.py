"""Rules for report text as pure functions, without tables or clock."""
