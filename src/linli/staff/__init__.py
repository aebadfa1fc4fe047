"""Who works here: accounts, units, posts (role × area × work line), permission."""
