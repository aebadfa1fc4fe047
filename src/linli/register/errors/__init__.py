"""How the register says no."""

from linli.register.errors.life import *  # noqa: F403 the refusals of one topic, under the room's own name
from linli.register.errors.linkage import *  # noqa: F403 the refusals of one topic, under the room's own name
from linli.register.errors.lists import *  # noqa: F403 the refusals of one topic, under the room's own name
from linli.register.errors.organisations import *  # noqa: F403 the refusals of one topic, under the room's own name
from linli.register.errors.people import *  # noqa: F403 the refusals of one topic, under the room's own name
from linli.register.errors.purposes import *  # noqa: F403 the refusals of one topic, under the room's own name
