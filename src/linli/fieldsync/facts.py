"""What fieldsync announces: ids and codes, never content."""
