"""What may be read of mediations."""
