"""Numbers of demonstration contacts of each kind, computed from volumes and shares."""
