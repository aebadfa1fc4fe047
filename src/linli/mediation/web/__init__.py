"""Pages of mediation at the desk."""
