"""What may be written to the ledger, and what a log's rows mean."""
