"""Pages that belong to no room: health, languages, context of every page."""
