"""Actions that write to the ledger."""
