"""What forms do when a lower room announces a fact."""

from collections.abc import Mapping
from uuid import UUID

from linli.forms.actions.erasing import erase_answers, erase_phones
from linli.forms.actions.following import follow_records
from linli.forms.actions.relocating import relocate_forms
from linli.register.rules.stays import stays_told


def follow_the_map(fact: Mapping[str, object]) -> None:
    """Have what waits for a look follow its people to their new grids."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        relocate_forms(str(prefix) for prefix in prefixes)


def follow_a_merge(fact: Mapping[str, object]) -> None:
    """Have forms about one of two records follow a merge, or its undoing; told twice, nothing moves again."""
    follow_records([UUID(str(fact["other_id"]))])


def forget_answers(fact: Mapping[str, object]) -> None:
    """Delete from forms what somebody asked to have deleted; told twice, nothing more goes."""
    ids, stays = fact["resident_ids"], fact["stays"]
    if not isinstance(ids, list) or not isinstance(stays, list):
        return
    people, homes = {UUID(str(one)) for one in ids}, stays_told(stays)
    if fact["what"] == "all":
        erase_answers(people, homes)
    elif fact["what"] == "phone":
        erase_phones(people, homes)
