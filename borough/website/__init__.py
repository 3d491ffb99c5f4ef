"""Website: the face for residents and members."""
