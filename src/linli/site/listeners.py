"""Who listens to which fact: one list for the whole house."""

from collections.abc import Mapping, Sequence

from linli.cases.listeners import follow_the_map
from linli.core.facts import Fact, Listener
from linli.places.facts import AreasChanged

LISTENERS: Mapping[type[Fact], Sequence[Listener]] = {
    AreasChanged: (follow_the_map,),
}
