"""What is allowed in the register: pure functions on plain values, without Django, I/O or a clock."""

from linli.register.rules.birthdays import *  # noqa: F403 the rules of ages, under the room's own name
from linli.register.rules.finding import *  # noqa: F403 as above: what somebody types to find a resident
from linli.register.rules.history import *  # noqa: F403 as above: two times of a record
from linli.register.rules.life import *  # noqa: F403 as above: what can happen in a life
from linli.register.rules.linking import *  # noqa: F403 as above: lists held against the register
from linli.register.rules.names import *  # noqa: F403 the rules of names, under the room's own name
from linli.register.rules.people import *  # noqa: F403 as above: residents, households, relations
from linli.register.rules.relations import *  # noqa: F403 as above: relations to the head
from linli.register.rules.statements import *  # noqa: F403 as above: what a source's word means
