"""What holds of services, drafts and files, as plain sums and sentences."""
