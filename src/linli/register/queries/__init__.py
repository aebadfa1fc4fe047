"""What may be read of the register."""

from linli.register.queries.around_people import NamedPerson
from linli.register.queries.history import (
    HomeThen,
    HouseholdThen,
    ResidentThen,
    history_of,
    household_as_of,
    resident_as_of,
)
from linli.register.queries.people import (
    AreaPeople,
    count_people,
    count_under,
    home_of_account,
)
from linli.register.queries.searching import FoundResident, search_residents
from linli.register.queries.sheets import (
    EnrolmentRow,
    HomeRow,
    HouseholdSheet,
    MemberRow,
    ResidentSheet,
    household_sheet,
    resident_sheet,
)
from linli.register.queries.statements import Differing, Said, source_name
from linli.register.queries.timeline import TimelineRow

__all__ = [
    "AreaPeople",
    "Differing",
    "EnrolmentRow",
    "FoundResident",
    "HomeRow",
    "HomeThen",
    "HouseholdSheet",
    "HouseholdThen",
    "MemberRow",
    "NamedPerson",
    "ResidentSheet",
    "ResidentThen",
    "Said",
    "TimelineRow",
    "count_people",
    "count_under",
    "history_of",
    "home_of_account",
    "household_as_of",
    "household_sheet",
    "resident_as_of",
    "resident_sheet",
    "search_residents",
    "source_name",
]
