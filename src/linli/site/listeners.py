"""Who listens to which fact: one list for the whole house."""

from collections.abc import Mapping, Sequence

from linli.cases.facts import CaseClosed, CaseDispatched, CaseReported
from linli.cases.listeners import follow_repeats, follow_the_map, learn_from_closing, verify_what_differs
from linli.core.facts import Fact, Listener, known_facts
from linli.messages.listeners import forget_who_left, with_notices
from linli.places.facts import AreasChanged
from linli.places.listeners import move_components
from linli.register.facts import SourcesDisagree
from linli.staff.facts import AccountDeactivated

_OWN: Mapping[type[Fact], Sequence[Listener]] = {
    CaseReported: (follow_repeats,),
    CaseDispatched: (follow_repeats,),
    CaseClosed: (learn_from_closing, follow_repeats),
    AreasChanged: (follow_the_map, move_components),
    AccountDeactivated: (forget_who_left,),
    SourcesDisagree: (verify_what_differs,),
}
LISTENERS: Mapping[type[Fact], Sequence[Listener]] = with_notices(_OWN, known_facts())
