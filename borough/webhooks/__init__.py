"""Webhooks: signed event notifications to other systems."""
