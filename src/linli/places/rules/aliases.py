"""Other names of places: what they may mean, and what a name must be to be kept."""

from enum import StrEnum

from linli.places import errors

SHORTEST, LONGEST = 2, 200


class AliasKind(StrEnum):
    """What another name stands for."""

    COMPOUND = "compound"
    BUILDING = "building"
    DWELLING = "dwelling"


class AliasSource(StrEnum):
    """How another name came to be known: typed in, chosen at intake, or from a file."""

    DESK = "desk"
    INTAKE = "intake"
    FILE = "file"


def check_alias(text: str) -> str:
    """Refuse a name that is too short to tell anything, or too long to keep."""
    said = " ".join(text.split())
    if not SHORTEST <= len(said) <= LONGEST:
        raise errors.AliasLength(field="text", least=SHORTEST, most=LONGEST)
    return said


LEARNT_AFTER = 3
SAID_SURE, LEARNT_SURE = 0.97, 0.8


def sureness(source: str, times: int) -> float:
    """Say how sure a name is: one that was only picked at intake asks on until it has been picked often enough."""
    return LEARNT_SURE if source == AliasSource.INTAKE and times < LEARNT_AFTER else SAID_SURE
