"""What post may do and how its words are made, as pure functions."""
