"""Front office: the face for staff."""
