"""What the field app sends and gets: devices, commands applied exactly once, photos in parts, changes since a cursor."""
