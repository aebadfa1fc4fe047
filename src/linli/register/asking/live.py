"""Questions answered by the store itself: exact as of now, quick in a scope up to a community."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from linli.register.asking.compiling import Asked, Compiler, Dialect, Parameter, Sql
from linli.register.asking.tree import AtHome, CountAtHome, Node, attributes_of, walk

_LIVING = "p.died_on is null and p.merged_into is null"
_SIZE = """(select count(*) from register_residency s join register_resident sp on sp.id = s.resident_id
 where s.household_id = {home} and s.until is null and s.lives and sp.died_on is null and sp.merged_into is null)"""
_ALONE = """{stay}.lives and not exists (select 1 from register_residency o join register_resident op on op.id = o.resident_id
 where o.household_id = {stay}.household_id and o.id <> {stay}.id and o.until is null and o.lives
 and op.died_on is null and op.merged_into is null)"""
_HOME = """select count(*) from register_residency m join register_resident mp on mp.id = m.resident_id{dwelling}
 where m.household_id = r.household_id and m.until is null and m.lives and mp.died_on is null and mp.merged_into is null
 and {condition}"""
_ENROLLED = """exists (select 1 from register_enrolment e where e.resident_id = {person} and e.programme_code = {mark}
 and e.since <= {mark} and (e.until is null or e.until > {mark}))"""
_MEMBER = """exists (select 1 from register_membership b where b.resident_id = {person} and b.organisation_id = {mark}
 and b.until is null)"""
_DWELLING = frozenset({"dwelling-use", "dwelling-state"})


def _columns(stay: str, person: str, dwelling: str) -> dict[str, str]:
    size = _SIZE.format(home=f"{stay}.household_id")
    return {
        "person": f"{stay}.resident_id", "household": f"{stay}.household_id", "born-on": f"{person}.born_on", "sex": f"{person}.sex", "area": f"{stay}.area_code", "lives": f"{stay}.lives",
        "registered": f"{stay}.registered", "relation": f"{stay}.relation", "since": f"{stay}.since",
        "household-size": size, "alone": _ALONE.format(stay=stay),
        "dwelling-use": f"""coalesce({dwelling}."use", '')""", "dwelling-state": f"coalesce({dwelling}.state, '')",
        "has-phone": f"{person}.phone_hash <> ''", "has-id-number": f"{person}.id_number_hash <> ''",
    }  # fmt: skip


def live_condition(node: Node, asked: Asked) -> tuple[Sql, str]:
    """Give the condition on residencies `r` of residents `p`, and the join it needs besides."""
    dialect = Dialect(
        mark="%s", columns=_columns("r", "p", "d"), home_columns=_columns("m", "mp", "md"),
        home=_HOME.replace("{dwelling}", _join("md", "m") if _asks_dwelling_at_home(node) else ""),
        is_listed=False, enrolled=_ENROLLED, member=_MEMBER,
    )  # fmt: skip
    return Compiler(dialect, asked).within_scope(node), _join("d", "r") if attributes_of(node) & _DWELLING else ""


def count_live(node: Node, asked: Asked) -> int:
    """Count the residents a question finds."""
    row = run(_framed("select count(distinct r.resident_id)", node, asked))[0]
    return int(str(row[0]))


def page_live(node: Node, asked: Asked, *, after: UUID | None = None, limit: int = 50) -> list[UUID]:
    """Give the next residents a question finds, in the order of their ids, each once."""
    beyond = Sql(" and r.resident_id > %s", (after,)) if after else Sql("")
    sql = _framed("select distinct r.resident_id", node, asked)
    text = f"{sql.text}{beyond.text} order by r.resident_id limit {int(limit)}"
    return [_id(row[0]) for row in run(Sql(text, (*sql.parameters, *beyond.parameters)))]


def still_found(node: Node, asked: Asked, residents: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Give resident and residency of those among some whom a question finds now: nobody is shown who no longer fulfils it."""
    if not residents:
        return []
    sql = _framed("select r.resident_id, r.id", node, asked)
    among = f" and r.resident_id in ({', '.join(['%s'] * len(residents))}) order by r.resident_id, r.id"
    rows = run(Sql(sql.text + among, (*sql.parameters, *residents)))
    return [(_id(person), _id(stay)) for person, stay in rows]


def explained(node: Node, asked: Asked) -> Sql:
    """Give the SQL of the count, as it is sent."""
    return _framed("select count(distinct r.resident_id)", node, asked)


def run(sql: Sql) -> list[tuple[object, ...]]:
    """Run SQL on the store."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text, [_plain(value) for value in sql.parameters])
        return list(cursor.fetchall())


def _framed(select: str, node: Node, asked: Asked) -> Sql:
    condition, join = live_condition(node, asked)
    frame = f"{select} from register_residency r join register_resident p on p.id = r.resident_id{join}"
    return Sql(f"{frame} where r.until is null and {_LIVING} and {condition.text}", condition.parameters)


def _join(dwelling: str, stay: str) -> str:
    return f" left join places_dwelling {dwelling} on {dwelling}.id = {stay}.dwelling_id"


def _asks_dwelling_at_home(node: Node) -> bool:
    homes = [one for one in walk(node) if isinstance(one, (AtHome, CountAtHome))]
    return any(attributes_of(one.condition) & _DWELLING for one in homes)


def _plain(value: Parameter) -> int | str | UUID:
    if connection.vendor == "sqlite" and isinstance(value, UUID):
        return value.hex
    return value if isinstance(value, (int, UUID)) else str(value)


def _id(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
