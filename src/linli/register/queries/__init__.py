"""What may be read of the register."""

from linli.register.queries.people import (
    AreaPeople,
    MaskedHousehold,
    MaskedMember,
    count_people,
    count_under,
    home_of_account,
    households_of,
)

__all__ = [
    "AreaPeople",
    "MaskedHousehold",
    "MaskedMember",
    "count_people",
    "count_under",
    "home_of_account",
    "households_of",
]
