"""Rules for ledger entries and log rows."""
