"""Questions over people: their language, the attributes they may name, and the two places they are answered from."""
