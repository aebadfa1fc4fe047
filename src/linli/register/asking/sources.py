"""What the snapshot takes out of the store, in SQL that both stores understand; no sealed value, no membership."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PEOPLE = """
select r.id as residency_id, r.resident_id, r.area_code, r.dwelling_id, r.household_id, r.lives, r.registered,
       r.relation, r.since, p.born_on, p.sex, p.name, p.name_key,
       p.phone_hash <> '' as has_phone, p.id_number_hash <> '' as has_id_number,
       coalesce(d."use", '') as dwelling_use, coalesce(d.state, '') as dwelling_state
from register_residency r
join register_resident p on p.id = r.resident_id
left join places_dwelling d on d.id = r.dwelling_id
where r.until is null and p.died_on is null and p.merged_into is null"""
ENROLMENTS = """
select e.resident_id, e.programme_code, e.since, e.until, e.review_by
from register_enrolment e where (e.until is null or e.until >= current_date)"""
PEOPLE_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "residency_id": "uuid", "resident_id": "uuid", "area_code": "varchar", "dwelling_id": "uuid",
        "household_id": "uuid", "lives": "boolean", "registered": "boolean", "relation": "varchar", "since": "date",
        "born_on": "date", "sex": "varchar", "name": "varchar", "name_key": "varchar", "has_phone": "boolean",
        "has_id_number": "boolean", "dwelling_use": "varchar", "dwelling_state": "varchar",
    }
)  # fmt: skip
ENROLMENT_TYPES: Mapping[str, str] = MappingProxyType(
    {"resident_id": "uuid", "programme_code": "varchar", "since": "date", "until": "date", "review_by": "date"}
)
KEY_TYPES: Mapping[str, str] = MappingProxyType({"id": "uuid"})
COUNTS_TYPES: Mapping[str, str] = MappingProxyType({"homes": "bigint", "enrolled": "bigint"})
# Whether rows went away unseen: two plain counts, a fraction of reading them.
COUNTS = """
select (select count(*) from register_residency where until is null) as homes,
       (select count(*) from register_enrolment where until is null or until >= current_date) as enrolled"""


@dataclass(frozen=True)
class Wanted:
    """One read of the store: the name of the table it fills, its SQL, and the type of each column."""

    table: str
    sql: str
    types: Mapping[str, str]


def whole() -> tuple[Wanted, ...]:
    """Name the reads of a full rebuild."""
    return (
        Wanted("new_people", PEOPLE, PEOPLE_TYPES),
        Wanted("new_enrolments", ENROLMENTS, ENROLMENT_TYPES),
        Wanted("counts", COUNTS, COUNTS_TYPES),
    )


def changed_since(mark: str) -> tuple[Wanted, ...]:
    """Name the reads of what changed in rows made after a mark: every home and enrolment of each person touched.

    The mark is the least time-ordered id of a moment, written as the store writes ids.
    """
    touched = f"""
select resident_id as id from register_registerchange where id > '{mark}' and resident_id is not null
union select h.resident_id from register_residency h
      join register_registerchange c on c.household_id = h.household_id where c.id > '{mark}' and c.resident_id is null
union select resident_id from register_residency where id > '{mark}'
union select resident_id from register_enrolment where id > '{mark}'"""  # noqa: S608 the mark is made of digits here
    return (
        Wanted("touched", touched, KEY_TYPES),
        Wanted("new_people", f"{PEOPLE} and r.resident_id in ({touched})", PEOPLE_TYPES),
        Wanted("new_enrolments", f"{ENROLMENTS} and e.resident_id in ({touched})", ENROLMENT_TYPES),
        Wanted("counts", COUNTS, COUNTS_TYPES),
    )
