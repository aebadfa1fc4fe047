"""The words of a mediation: sides, forms, levels of committees, kinds of mediators; and what a text must hold."""

from enum import StrEnum

from linli.core.control_signs import without_control_signs
from linli.mediation import errors

LEAST_TEXT, MOST_TEXT = 2, 20_000


class Side(StrEnum):
    """Where a party stands."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD = "third"


class PartyKind(StrEnum):
    """Whether a party is a person or an organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Source(StrEnum):
    """How a dispute came to mediation: a party applies, the committee offers, another body refers it."""

    PARTY = "party"
    COMMITTEE = "committee"
    COURT = "court"
    POLICE = "police"
    GOVERNMENT = "government"
    BELOW = "below"


class CommitteeLevel(StrEnum):
    """The levels a dispute may climb (站—片—户、六级): household, block, community, street, trade, county."""

    HOUSEHOLD = "household"
    BLOCK = "block"
    COMMUNITY = "community"
    STREET = "street"
    TRADE = "trade"
    COUNTY = "county"


class MediatorRank(StrEnum):
    """What a mediator is in the committee: chief, full-time, part-time, volunteer."""

    CHIEF = "chief"
    FULL_TIME = "full-time"
    PART_TIME = "part-time"
    VOLUNTEER = "volunteer"


class Speciality(StrEnum):
    """What a mediator or a trade committee knows well."""

    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    PROPERTY_SERVICE = "property-service"
    LABOUR = "labour"
    MEDICAL = "medical"
    TRAFFIC = "traffic"
    CONSUMER = "consumer"
    LAND = "land"
    BUILDING = "building"
    LAW = "law"


class ConsentHow(StrEnum):
    """How somebody said yes or no."""

    APPLICATION = "application"
    IN_PERSON = "in-person"
    WRITTEN = "written"
    PHONE = "phone"
    VIDEO = "video"
    MESSAGE = "message"


class SessionMode(StrEnum):
    """In one room, or remote."""

    IN_PERSON = "in-person"
    REMOTE = "remote"


class SessionOutcome(StrEnum):
    """How a session ended."""

    GOES_ON = "goes-on"
    CLOSE_TO_AGREEMENT = "close-to-agreement"
    NO_AGREEMENT = "no-agreement"


class Form(StrEnum):
    """A written agreement, or an oral one that the mediator notes down (arts. 28, 30)."""

    WRITTEN = "written"
    ORAL = "oral"


class CheckResult(StrEnum):
    """What a check-back on a promised act found."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not-done"


class CourtDecision(StrEnum):
    """What came of a joint application for judicial confirmation."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    WITHDRAWN = "withdrawn"


class ReferralKind(StrEnum):
    """Where a dispute may be taken on: the four linked ways of mediation (四调对接)."""

    PEOPLE = "people"
    ADMINISTRATIVE = "administrative"
    JUDICIAL = "judicial"
    ARBITRATION = "arbitration"


def check_text(text: str, *, field: str) -> str:
    """Trim a text; refuse one that says nothing or that nobody would read."""
    trimmed = without_control_signs(text).replace("\r\n", "\n").strip()
    if len(trimmed) < LEAST_TEXT:
        raise errors.TextNeeded(field=field)
    if len(trimmed) > MOST_TEXT:
        raise errors.TextEndless(field=field, most=MOST_TEXT, found=len(trimmed))
    return trimmed
