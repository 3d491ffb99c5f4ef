"""Verbs that write to the ledger."""
