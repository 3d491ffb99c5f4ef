"""Pure rules of services, drafts and files."""
