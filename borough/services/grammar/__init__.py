"""How a definition of the library becomes a published service."""
