"""Give the key names sort and are found by to residents entered before there was one."""

from linli.core.bulk import update_rows
from linli.register import rules
from linli.register.models import Resident


def complete_name_keys(limit: int = 20_000) -> int:
    """Fill the missing keys of so many residents; say how many were filled. The nightly job calls it until none is left."""
    rows = Resident.objects.filter(name_key="").exclude(name="").order_by("id").values_list("pk", "name")[:limit]
    keys = [(pk, rules.name_key(name)) for pk, name in rows]
    update_rows(Resident, ("id", "name_key"), keys)
    return len(keys)
