"""Which member of a household a form means, also one whom the register did not have when the form came in."""

import json
from collections.abc import Mapping, Sequence

from linli.core.secrets import unseal
from linli.forms.models import WriteBack
from linli.forms.rules import PERSON_FIELDS, is_same
from linli.register.queries.held import HeldPerson, held_members


def match_member(said: Mapping[str, str], people: Sequence[HeldPerson]) -> HeldPerson | None:
    """Find which member a turn of the form means: by the key the phone filled in, by name and birth date, by a name only one has."""
    by_key = [one for one in people if str(one.id) == said.get("id", "")]
    if by_key:
        return by_key[0]
    name, born_on = said.get("name", "").strip(), said.get("born_on", "")[:10]
    alike = [one for one in people if name and one.name == name]
    exact = [one for one in alike if one.born_on == born_on]
    if exact:
        return exact[0]
    return alike[0] if len(alike) == 1 else None


def newcomer_held(row: WriteBack) -> HeldPerson | None:
    """Find the member whom a form told as new and whom the register has by now: another form may have told them too."""
    if row.household_id is None:
        return None
    return match_member(json.loads(unseal(row.value_sealed)), held_members(row.household_id))


def newcomer_value(row: WriteBack) -> str:
    """Give what the register has by now of somebody told as new, field by field as the form tells it; '' for nobody.

    A form's relation to the head is taken over only with the person, so it makes no difference afterwards.
    """
    person = newcomer_held(row)
    if person is None:
        return ""
    said: dict[str, str] = json.loads(unseal(row.value_sealed))
    for field in PERSON_FIELDS:
        stands = str(getattr(person, field))
        if not is_same(said.get(field, ""), stands):
            said[field] = stands
    return json.dumps(said, ensure_ascii=False)
