"""Voter rolls as they come out of the snapshot: every community's in one run, sorted by pinyin and birth date, numbered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext as _

from linli.core.scope import after
from linli.places import queries as places
from linli.places.rules import Level
from linli.register.asking.filling import scanning
from linli.register.asking.reading import read_by_cursor, scan_of_store
from linli.register.asking.snapshot import connect, fresh_snapshot
from linli.register.asking.sources import Wanted
from linli.register.errors import NoCommunityThere
from linli.register.rules.birthdays import born_by
from linli.register.rules.rolls import LIVED_YEARS, VOTES_HERE, VOTING_AGE, Basis, RollRule

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COMMUNITY_DIGITS = 12
NOW = dt.timedelta(0)


@dataclass(frozen=True)
class RollDraft:
    """One community's roll: how many stand on it, their ids of 16 bytes in its order, and its lines as CSV without a head."""

    area_code: str
    count: int
    members: bytes
    lines: str


def communities_under(area_code: str) -> Sequence[str]:
    """List the communities a roll or sheet is drawn up for: the area itself, or those under it."""
    found = [area.code for area in places.places_under(area_code, level=Level.COMMUNITY)]
    if area_code in places.area_tree().by_code and len(area_code) == COMMUNITY_DIGITS:
        found = [area_code]
    if not found:
        raise NoCommunityThere(field="area", area_code=area_code)
    return found


def draft_rolls(area_code: str, *, on: dt.date, rule: RollRule) -> Sequence[RollDraft]:
    """Draw up the roll of every community under an area; one without voters has an empty one."""
    codes = communities_under(area_code)
    with connect(fresh_snapshot(max_age=NOW)) as snapshot:
        _bring_addresses(snapshot, area_code)
        rows = snapshot.execute(_ROLLS, _asked(area_code, on, rule)).fetchall()
    found = {code: RollDraft(code, count, bytes.fromhex(ids), lines) for code, count, ids, lines in rows}
    return tuple(found.get(code, RollDraft(code, 0, b"", "")) for code in codes)


def roll_columns() -> tuple[str, ...]:
    """Name the columns of a roll."""
    return (_("序号"), _("姓名"), _("性别"), _("出生日期"), _("住址"), _("备注"))


def head_line() -> str:
    """Write the head of a roll's CSV."""
    return ",".join(roll_columns())


def basis_names() -> Mapping[Basis, str]:
    """Say in a word what somebody stands on a roll for; who is registered and lives here needs no word."""
    return {Basis.REGISTERED: "", Basis.ELSEWHERE: _("人户分离"), Basis.ASKED: _("居住地登记，须核对户籍地名册")}


def _asked(area_code: str, on: dt.date, rule: RollRule) -> dict[str, object]:
    names = basis_names()
    return {
        "first": area_code,
        "behind": after(area_code) or "~",
        "on": on,
        "born_by": born_by(on, years=VOTING_AGE),
        "lives_since": born_by(on, years=LIVED_YEARS),
        "also_living": rule is RollRule.REGISTERED_OR_LIVING,
        "votes_here": VOTES_HERE,
        "female": _("女"),
        "male": _("男"),
        "elsewhere": names[Basis.ELSEWHERE],
        "asked": names[Basis.ASKED],
    }


def _bring_addresses(snapshot: "DuckDBPyConnection", area_code: str) -> None:
    """Read the addresses of an area's dwellings beside the snapshot, by the fastest way the store has."""
    wanted = Wanted(
        "addresses", _ADDRESSES.format(first=_digits(area_code), behind=_digits(after(area_code)) or "~"), _TYPES
    )
    scan = scan_of_store() if connection.vendor == "postgresql" else None
    read = scanning(scan)(snapshot) if scan else read_by_cursor
    read(snapshot, wanted)


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign.isdigit())


_TYPES: Mapping[str, str] = {"dwelling_id": "uuid", "address": "varchar"}
_ADDRESSES = """
select d.id as dwelling_id,
       b.name || coalesce(e.name, '') || d.unit_no || case when d.unit_no like '%室' then '' else '室' end as address
from places_dwelling d
join places_building b on b.id = d.building_id
left join places_entrance e on e.id = d.entrance_id
where d.area_code >= '{first}' and d.area_code < '{behind}'"""

# Who has two homes is looked at over the whole installation, so that nobody stands on two rolls.
_ROLLS = """
with asked as (
    select distinct resident_id from enrolments where $also_living and programme_code = $votes_here and since <= $on
), living as (
    select p.* from people p join asked using (resident_id)
    where p.lives and not p.registered and p.since <= $lives_since and p.born_on <= $born_by
    qualify row_number() over (partition by p.resident_id order by p.since desc, p.residency_id) = 1
), homes as (
    select * from people where registered and born_on <= $born_by and since <= $on and single_home
    union all
    (select * from people where registered and born_on <= $born_by and since <= $on and not single_home
       and resident_id not in (select resident_id from living)
     qualify row_number() over (partition by resident_id order by since desc, residency_id) = 1)
), elsewhere as (
    select resident_id, area_code[:12] as community from people where lives and not single_home group by all
), entered as (
    select h.*, case when h.lives or e.resident_id is not null then '' else $elsewhere end as remark
    from homes h left join elsewhere e on e.resident_id = h.resident_id and e.community = h.area_code[:12]
    union all
    select l.*, $asked as remark from living l
), numbered as (
    select area_code[:12] as community, resident_id, name, sex, born_on, dwelling_id, remark,
           row_number() over (partition by area_code[:12] order by name_key, born_on, resident_id) as number
    from entered
    where area_code >= $first and area_code < $behind and length(area_code) >= 12
), lined as (
    select community, number, replace(resident_id::varchar, '-', '') as id,
           number || ',"' || case when left(name, 1) in ('=', '+', '-', '@') then '''' else '' end
           || replace(name, '"', '""') || '",' || case sex when 'female' then $female else $male end || ',' || born_on
           || ',"' || replace(coalesce(address, ''), '"', '""') || '",' || remark as line
    from numbered left join temp.addresses using (dwelling_id)
)
select community, count(*), string_agg(id, '' order by number), string_agg(line, chr(13) || chr(10) order by number)
from lined group by community order by community"""
