"""Every command a phone may send, by name."""

from linli.fieldsync.applying import cases, dwellings, forms, people, visits
from linli.fieldsync.applying.frame import Kind

KINDS: dict[str, Kind] = {**cases.KINDS, **visits.KINDS, **people.KINDS, **dwellings.KINDS, **forms.KINDS}
