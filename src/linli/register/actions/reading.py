"""Open the page of a household or a resident: a reading that is kept, so that the resident sees who looked and why."""

from uuid import UUID

from django.db import transaction

from linli.register.actions.recording import Reading, keep_reading
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.sheets import HouseholdSheet, ResidentSheet, household_sheet, resident_sheet
from linli.staff.rules import Command

ON_THE_PAGE = ("name", "sex", "born_on", "phone", "address", "relation")


@transaction.atomic
def read_household(household_id: UUID, *, command: Command, purpose: str = "register") -> HouseholdSheet:
    """Give a household's page and keep that it was read, in the log of each of its members."""
    code = purpose_for(purpose, use=Use.READING).code
    sheet = household_sheet(command.by, household_id)
    whom = [one.resident_id for one in sheet.members]
    reading = Reading(whom, ON_THE_PAGE, code, "page", sheet.area_code)
    keep_reading(reading, by=command.by, at=command.at)
    return sheet


@transaction.atomic
def read_resident(resident_id: UUID, *, command: Command, purpose: str = "register") -> ResidentSheet:
    """Give a resident's page and keep that it was read."""
    code = purpose_for(purpose, use=Use.READING).code
    sheet = resident_sheet(command.by, resident_id)
    reading = Reading([resident_id], (*ON_THE_PAGE, "id_number"), code, "page", sheet.area_code)
    keep_reading(reading, by=command.by, at=command.at)
    return sheet
