"""What may be read in this room."""
