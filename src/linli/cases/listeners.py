"""What cases do when a lower room announces a fact."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from linli.cases.actions import relocate_cases
from linli.cases.actions.arbitrating import follow_rulings
from linli.cases.actions.forgetting import forget_asked_values
from linli.cases.actions.learning import is_worth_learning
from linli.cases.actions.rooting import follow_repeat
from linli.cases.actions.verifying import Doubt, verify_resident
from linli.cases.tasks import learn_kinds
from linli.core.facts import FACT_ID
from linli.core.ids import new_id
from linli.staff.rules import SYSTEM, Command

_ERASED = {"all": "", "phone": "phone"}  # the field whose values go; every one's where a whole record goes


def learn_from_closing(fact: Mapping[str, object]) -> None:  # noqa: ARG001 whichever case it was
    """Have triage learn again once enough cases were closed since the last time."""
    if is_worth_learning():
        learn_kinds.enqueue()


def follow_repeats(fact: Mapping[str, object]) -> None:
    """Link what came back to its root-cause case, or open one where it happened far too often; twice does no harm."""
    follow_repeat(UUID(str(fact["case_id"])), at=timezone.now())


def follow_the_map(fact: Mapping[str, object]) -> None:
    """Locate the open cases of redrawn areas anew, and those that lay outside every grid."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        areas, now = [str(prefix) for prefix in prefixes], timezone.now()
        follow_rulings(areas, at=now)  # before the cases, whose owners they name
        relocate_cases(areas, command=Command(new_id(), SYSTEM, now))


def forget_values(fact: Mapping[str, object]) -> None:
    """Delete the values that requests over a deleted record, or its phone, lie sealed with; told twice, nothing more goes."""
    ids, what = fact["resident_ids"], str(fact["what"])
    if isinstance(ids, list) and what in _ERASED:
        forget_asked_values([UUID(str(one)) for one in ids], field=_ERASED[what])


def verify_what_differs(fact: Mapping[str, object]) -> None:
    """Send somebody to look where two sources disagree; told twice, one case stands."""
    doubt = Doubt(UUID(str(fact["resident_id"])), str(fact["field"]), str(fact["area_code"]), str(fact[FACT_ID]))
    verify_resident(doubt, at=timezone.now())
