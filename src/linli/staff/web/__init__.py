"""Pages of the staff room: signing in, one's own account, and who may open what."""
