"""What is allowed in this room: pure functions on plain values, without Django, I/O or a clock."""
