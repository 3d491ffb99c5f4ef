"""Services, drafts and submissions as pages read them."""
