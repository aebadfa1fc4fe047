"""Who listens to which fact: one list for the whole house."""

from collections.abc import Mapping, Sequence

from linli.cases.facts import CaseClosed
from linli.cases.listeners import follow_the_map, learn_from_closing
from linli.core.facts import Fact, Listener, known_facts
from linli.messages.listeners import with_notices
from linli.places.facts import AreasChanged
from linli.places.listeners import move_components

_OWN: Mapping[type[Fact], Sequence[Listener]] = {
    CaseClosed: (learn_from_closing,),
    AreasChanged: (follow_the_map, move_components),
}
LISTENERS: Mapping[type[Fact], Sequence[Listener]] = with_notices(_OWN, known_facts())
