"""Front office: the pages for staff."""
