"""What people do in this room: the only code that writes its rows."""
