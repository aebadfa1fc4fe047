"""What workers put right in a person's record at the door: field by field, nothing silently overwritten."""

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from linli.core.secrets import mask_name, mask_phone
from linli.fieldsync.applying.frame import Done, Kind, Text, Work
from linli.fieldsync.applying.merged import Edit, merge
from linli.fieldsync.rules.merging import Value, tidy
from linli.register.actions.correcting import correct_resident
from linli.register.actions.finding import resident_to_edit
from linli.register.actions.writing import plain_values
from linli.register.errors import NothingChanges
from linli.register.queries.standing import standing_of

SOURCE = "doorstep"
FIELDS = ("name", "sex", "born_on", "phone")


class PersonEdit(Edit):
    """Fields of a person, as the phone was shown them and as they should be."""

    person: UUID
    reason: Text = ""


def edit_person(work: Work[PersonEdit]) -> Done:
    """Correct what nobody else has changed meanwhile; give back what two people made different."""
    said, person = work.said, standing_of(work.said.person)  # merged since the phone was shown it
    row, _area = resident_to_edit(person, work.command)
    merged = merge(work, _stands(plain_values(row, FIELDS)), subject_id=person)
    version = row.version
    if merged.taken:
        with suppress(NothingChanges):
            corrected = correct_resident(
                person, command=work.command, values=merged.taken, source=SOURCE, reason=said.reason
            )
            version = corrected.version
    return Done({"version": version}, merged.conflicts)


def _stands(clear: Mapping[str, object]) -> dict[str, Value]:
    """Give the values as they stand and as phones are shown them: masked as in every list."""
    name, sex, born_on, phone = (tidy(clear[one]) for one in FIELDS)
    return {
        "name": Value(name, mask_name(name)),
        "sex": Value(sex, sex),
        "born_on": Value(born_on, born_on[:4]),
        "phone": Value(phone, mask_phone(phone) if phone else ""),
    }


KINDS: dict[str, Kind] = {"person.edit": Kind(PersonEdit, edit_person)}
