"""What is allowed with places: pure functions on plain values, without Django, I/O or a clock."""

from linli.places.rules.aliases import *  # noqa: F403 the rules of aliases, under the room's own name
from linli.places.rules.areas import *  # noqa: F403 as above
from linli.places.rules.closing import *  # noqa: F403 as above
from linli.places.rules.components import *  # noqa: F403 as above
from linli.places.rules.facilities import *  # noqa: F403 as above
from linli.places.rules.map_imports import *  # noqa: F403 as above
from linli.places.rules.map_layers import *  # noqa: F403 as above
