"""Service actions: start drafts, save pages, hand over, submit, complete."""
