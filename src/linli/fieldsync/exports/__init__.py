"""Papers about the field app: what its filing with the internet authority needs."""
