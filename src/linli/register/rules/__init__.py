"""What is allowed in the register: pure functions on plain values, without Django, I/O or a clock."""

from linli.register.rules.names import *  # noqa: F403 the rules of names, under the room's own name
from linli.register.rules.people import *  # noqa: F403 as above: residents, households, relations
