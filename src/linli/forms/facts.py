"""What forms announces: ids and codes, never content."""
