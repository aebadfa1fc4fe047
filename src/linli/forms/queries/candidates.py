"""Which households an address may mean, for a filled form that came in without one: within the reviewer's area, heads masked."""

from dataclasses import dataclass
from uuid import UUID

from linli.forms.models import Submission
from linli.forms.queries.submissions import answer_to
from linli.forms.rules import OF_PEOPLE
from linli.forms.rules.states import OVER
from linli.places import queries as places
from linli.register.queries.held import household_in
from linli.register.queries.whom import masked_households
from linli.staff.rules import Actor, Permission

MOST = 5


@dataclass(frozen=True)
class Candidate:
    """A household that an address may mean."""

    household_id: UUID
    address: str
    head: str


def needs_match(submission: Submission) -> bool:
    """Say whether a filled form is about people and nobody knows yet about whom."""
    return submission.form.target in OF_PEOPLE and submission.household_id is None and submission.state not in OVER


def written_address(submission: Submission) -> str:
    """Give the address as the form has it."""
    return answer_to(submission, "dwelling.address")


def candidates(actor: Actor, text: str) -> list[Candidate]:
    """List the households whose dwelling a written address may mean, the likeliest first."""
    if not text.strip():
        return []
    match = places.match_address(text, prefixes=actor.prefixes(Permission.FORMS_REVIEW))
    found = [one for one in (match.best, *match.others) if one is not None and one.dwelling_id is not None]
    homes = {
        household: one.dwelling_id
        for one in found[:MOST]
        if one.dwelling_id is not None and (household := household_in(one.dwelling_id)) is not None
    }
    heads, addresses = masked_households(homes), places.addresses_of(homes.values())
    return [Candidate(pk, addresses.get(dwelling, ""), heads.get(pk, "")) for pk, dwelling in homes.items()]
