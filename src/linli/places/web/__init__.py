"""Pages and map layers of the places room."""
