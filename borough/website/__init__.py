"""Website: the pages for residents and councillors."""
