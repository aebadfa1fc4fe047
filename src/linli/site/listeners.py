"""Who listens to which fact: one list for the whole house."""

from collections.abc import Mapping, Sequence

from linli.cases.facts import CaseClosed, CaseDispatched, CaseReported
from linli.cases.listeners import (
    follow_repeats,
    follow_the_map,
    forget_values,
    learn_from_closing,
    verify_what_differs,
)
from linli.core.facts import Fact, Listener, known_facts
from linli.fieldsync.listeners import forget_conflicts
from linli.forms.listeners import follow_a_merge as merge_in_forms
from linli.forms.listeners import follow_the_map as follow_with_forms
from linli.forms.listeners import forget_answers
from linli.mediation.listeners import follow_the_map as follow_with_mediations
from linli.messages.listeners import forget_who_left, with_notices
from linli.places.facts import AreasChanged, DwellingsRelocated
from linli.places.listeners import move_components, move_dwellings
from linli.register.facts import (
    HomesRelocated,
    HouseholdChanged,
    MergeUndone,
    ResidentErased,
    ResidentsMerged,
    SourcesDisagree,
)
from linli.register.listeners import move_homes
from linli.staff.facts import AccountDeactivated
from linli.visits.listeners import follow_a_merge as merge_in_visits
from linli.visits.listeners import follow_the_map as follow_with_visits
from linli.visits.listeners import forget_words, visit_for_case, visit_for_household

_OWN: Mapping[type[Fact], Sequence[Listener]] = {
    CaseReported: (follow_repeats, visit_for_case),
    CaseDispatched: (follow_repeats, visit_for_case),
    CaseClosed: (learn_from_closing, follow_repeats),
    AreasChanged: (follow_the_map, move_components, move_dwellings, follow_with_mediations),
    DwellingsRelocated: (move_homes,),
    HomesRelocated: (follow_with_visits, follow_with_forms),
    AccountDeactivated: (forget_who_left,),
    SourcesDisagree: (verify_what_differs,),
    HouseholdChanged: (visit_for_household,),
    ResidentErased: (forget_values, forget_answers, forget_words, forget_conflicts),
    ResidentsMerged: (merge_in_forms, merge_in_visits),
    MergeUndone: (merge_in_forms, merge_in_visits),
}
LISTENERS: Mapping[type[Fact], Sequence[Listener]] = with_notices(_OWN, known_facts())
