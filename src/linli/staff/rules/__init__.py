"""What is allowed in the staff room: pure functions on plain values, without Django, I/O or a clock."""

from linli.staff.rules.absences import *  # noqa: F403 the rules of absences, under the room's own name
from linli.staff.rules.commands import *  # noqa: F403 as above: who asks for what, when
from linli.staff.rules.posts import *  # noqa: F403 as above: posts, permissions, the actor
from linli.staff.rules.shifts import *  # noqa: F403 as above: when a unit has a duty
