"""Access: accounts, sign-in, roles and permissions."""
