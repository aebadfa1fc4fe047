"""What workers put right about a dwelling: what it is used for, and whether somebody lives in it."""

from uuid import UUID

from linli.fieldsync.applying.frame import Done, Kind, Work
from linli.fieldsync.applying.merged import Edit, merge
from linli.fieldsync.rules.merging import Value
from linli.register.actions.dwellings import FIELDS, change_dwelling
from linli.register.actions.finding import dwelling_to_fill

SOURCE = "doorstep"


class DwellingEdit(Edit):
    """Use and state of a dwelling, as the phone was shown them and as they should be."""

    dwelling: UUID


def edit_dwelling(work: Work[DwellingEdit]) -> Done:
    """Keep what nobody else has changed meanwhile; give back what two people made different."""
    key = work.said.dwelling
    place = dwelling_to_fill(key, work.command.by)
    stands = {name: str(getattr(place, name)) for name in FIELDS}
    merged = merge(work, {name: Value(one, one) for name, one in stands.items()}, subject_id=key)
    if merged.taken:
        base = {name: stands[name] for name in merged.taken}
        change_dwelling(key, command=work.command, values=merged.taken, source=SOURCE, base=base)
    return Done({}, merged.conflicts)


KINDS: dict[str, Kind] = {"dwelling.edit": Kind(DwellingEdit, edit_dwelling)}
