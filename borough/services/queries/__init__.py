"""Read models of services, drafts and submissions."""
