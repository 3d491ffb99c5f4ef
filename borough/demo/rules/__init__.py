"""How many contacts the demonstration has of each kind, worked out from volumes and shares."""
