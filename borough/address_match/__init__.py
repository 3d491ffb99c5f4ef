"""From an address as someone wrote it to the UPRN it means, with how sure we are and why."""
