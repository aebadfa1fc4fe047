"""Everything the register holds of one person, for that person or the guardian of a child: clear, in words, section by section.

Of others in the household only that they exist; of contacts and guardians the masked name.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.moments import to_the_minute
from linli.core.personal_data import Personal, personal_fields
from linli.core.secrets import unseal
from linli.places import queries as places
from linli.register.errors import NotOwnRecord
from linli.register.models import RegisterChange, Residency, Resident, Sex
from linli.register.queries.about_rolls import rolls_section
from linli.register.queries.around_people import contacts_of, guardians_of
from linli.register.queries.consents import consents_of, guardianship_for
from linli.register.queries.disclosures import disclosures_of
from linli.register.queries.gathering import Section
from linli.register.queries.naming_log import BASIS_NAMES, CHANNEL_NAMES, field_name, kept_said
from linli.register.queries.organisations import memberships_of
from linli.register.queries.programmes import enrolments_of
from linli.register.queries.relating import relation_name
from linli.register.queries.statements import source_name, sources_of
from linli.register.queries.timeline import act_name
from linli.register.queries.visible import resident_of_account
from linli.register.rules import age_on
from linli.register.rules.consents import GUARDED_UNDER, PARENT

MOST_CHANGES = 1_000
OWN_FIELDS = ("name", "sex", "born_on", "id_number", "phone", "died_on")


@dataclass(frozen=True)
class Ward:
    """A child whose data its guardian may read and decide about."""

    id: UUID
    name: str


def own_record(account_id: UUID, *, on: dt.date) -> Resident:
    """Find the resident behind an account; a child under 14 has no direct account (PIPL art. 31)."""
    found = resident_of_account(account_id)
    if found is None or age_on(found.born_on, on) < GUARDED_UNDER:
        raise NotOwnRecord
    return found


def record_for(account_id: UUID, resident_id: UUID, *, on: dt.date) -> Resident:
    """Find one's own record or that of a ward: a parent's right ends when the child turns 14, a court's when it is ended."""
    own = own_record(account_id, on=on)
    if own.pk == resident_id:
        return own
    guardianship = guardianship_for(resident_id, on=on, guardian_id=own.pk)
    ward = Resident.objects.filter(pk=resident_id, died_on=None, merged_into=None).first()
    if guardianship is None or ward is None or not _guards(guardianship.basis, ward, on):
        raise NotOwnRecord
    return ward


def wards_on(resident_id: UUID, *, on: dt.date) -> Sequence[Ward]:
    """List for whom somebody may read and decide today."""
    rows = Resident.objects.filter(guardianships__guardian=resident_id, guardianships__until=None, merged_into=None)
    found = (
        rows.filter(died_on=None).order_by("born_on", "id").values_list("pk", "name", "born_on", "guardianships__basis")
    )
    kept = {pk: name for pk, name, born_on, basis in found if basis != PARENT or age_on(born_on, on) < GUARDED_UNDER}
    return tuple(Ward(pk, name) for pk, name in kept.items())


def sections_about(resident: Resident) -> list[Section]:
    """Put together everything the register holds of a person."""
    return [
        _person(resident),
        _homes(resident.pk),
        _others(resident.pk),
        _people("contacts", _("紧急联系人"), resident.pk),
        _people("guardians", _("监护人"), resident.pk),
        _consents(resident.pk),
        _enrolments(resident.pk),
        _memberships(resident.pk),
        readings(resident.pk),
        rolls_section(resident.pk),
        _changes(resident.pk),
        _processing(),
    ]


def readings(resident_id: UUID) -> Section:
    """Tell who read a person's data."""
    columns = (
        ("at", gettext_lazy("时间")), ("by", gettext_lazy("谁")), ("unit", gettext_lazy("单位")),
        ("purpose", gettext_lazy("为了什么")), ("fields", gettext_lazy("看了什么")), ("how", gettext_lazy("方式")),
        ("said", gettext_lazy("说明")),
    )  # fmt: skip
    rows = tuple(
        (to_the_minute(one.at), one.by_name, one.unit, one.purpose, one.fields, one.how, one.said)
        for one in disclosures_of(resident_id)
    )
    return Section("readings", gettext_lazy("谁看过我的信息"), columns, rows)


def _person(resident: Resident) -> Section:
    said = {one.field: f"{one.source_name} {to_the_minute(one.said_at)}" for one in sources_of(resident.pk)}
    first = (
        f"{source_name(resident.source)} {to_the_minute(resident.entered_at) if resident.entered_at else ''}".strip()
    )
    values: Mapping[str, str] = {
        "name": resident.name,
        "sex": str(Sex(resident.sex).label) if resident.sex in Sex.values else resident.sex,
        "born_on": str(resident.born_on),
        "id_number": unseal(resident.id_number_sealed),
        "phone": unseal(resident.phone_sealed),
        "died_on": str(resident.died_on or ""),
    }
    rows = tuple((field_name(name), value, said.get(name, first)) for name, value in values.items() if value)
    return Section("person", _("本人"), (("field", _("项目")), ("value", _("内容")), ("source", _("来源"))), rows)


def _homes(resident_id: UUID) -> Section:
    homes = list(Residency.objects.filter(resident=resident_id).order_by("-since", "-id"))
    written = places.addresses_of({one.dwelling_id for one in homes})
    rows = tuple(
        (
            written.get(one.dwelling_id, ""), _yes(one.lives), _yes(one.registered), relation_name(one.relation),
            str(one.since), str(one.until or ""),
        )
        for one in homes
    )  # fmt: skip
    columns = (
        ("address", _("住址")), ("lives", _("居住")), ("registered", _("户籍")), ("relation", _("与户主关系")),
        ("since", _("起")), ("until", _("止")),
    )  # fmt: skip
    return Section("homes", _("住处"), columns, rows)


def _others(resident_id: UUID) -> Section:
    mine = Residency.objects.filter(resident=resident_id, until=None).values("household_id")
    others = Residency.objects.filter(household_id__in=mine, until=None).exclude(resident=resident_id)
    count = others.values("resident_id").distinct().count()
    about = _("同户其他人的信息属于他们本人，这里只写人数。")
    return Section("household", _("同户的人"), (("others", _("其他人数")),), ((str(count),),), about)


def _people(key: str, title: str, resident_id: UUID) -> Section:
    found = contacts_of(resident_id) if key == "contacts" else guardians_of(resident_id)
    rows = tuple((one.name, one.phone, relation_name(one.relation), str(one.since)) for one in found)
    columns = (("name", _("姓名")), ("phone", _("电话")), ("relation", _("关系")), ("since", _("起")))
    return Section(key, title, columns, rows)


def _consents(resident_id: UUID) -> Section:
    rows = tuple(
        (
            str(one.purpose.name), one.notice_version, to_the_minute(one.given_at), str(CHANNEL_NAMES.get(one.channel, one.channel)), _yes(one.by_guardian),
            to_the_minute(one.withdrawn_at) if one.withdrawn_at else "",
        )
        for one in consents_of(resident_id)
    )  # fmt: skip
    columns = (
        ("purpose", _("目的")), ("notice", _("告知书版本")), ("given", _("同意时间")), ("channel", _("方式")),
        ("guardian", _("由监护人同意")), ("withdrawn", _("撤回时间")),
    )  # fmt: skip
    return Section("consents", _("同意"), columns, rows)


def _enrolments(resident_id: UUID) -> Section:
    rows = tuple(
        (
            str(one.programme.name) if one.programme else "", str(one.since), str(one.review_by), str(one.until or ""),
            _("本人同意") if one.by_consent else one.basis,
        )
        for one in enrolments_of(resident_id)
    )  # fmt: skip
    columns = (
        ("programme", _("项目")), ("since", _("起")), ("review", _("复核日期")), ("until", _("止")), ("basis", _("依据")),
    )  # fmt: skip
    return Section("enrolments", _("参加的项目"), columns, rows)


def _memberships(resident_id: UUID) -> Section:
    rows = tuple((one.organisation, one.role, str(one.since)) for one in memberships_of(resident_id))
    columns = (("organisation", _("组织")), ("role", _("身份")), ("since", _("起")))
    return Section("memberships", _("加入的组织"), columns, rows)


def _changes(resident_id: UUID) -> Section:
    """The history of a person's own row with its values; of what hangs on it which fields were touched."""
    rows = RegisterChange.objects.filter(resident_id=resident_id).exclude(subject_kind="disclosure").order_by("-id")
    columns = (
        ("at", _("时间")), ("act", _("改动")), ("before", _("之前")), ("after", _("之后")), ("by", _("经手人")),
        ("source", _("来源")), ("reason", _("理由")),
    )  # fmt: skip
    return Section("changes", _("改动历史"), columns, tuple(_change(one) for one in rows[:MOST_CHANGES]))


def _change(one: RegisterChange) -> tuple[str, ...]:
    is_own = one.subject_kind == "resident"
    before, after = (_values(sealed, is_own) for sealed in (one.before_sealed, one.after_sealed))
    return (to_the_minute(one.at), act_name(one.act), before, after, one.by_name, source_name(one.source), one.reason)


def _values(sealed: str, is_own: bool) -> str:  # noqa: FBT001 called by position alone, right above
    kept: Mapping[str, object] = json.loads(unseal(sealed)) if sealed else {}
    if not is_own:
        return "、".join(map(field_name, kept))
    shown = {name: value for name, value in kept.items() if name in OWN_FIELDS and value not in (None, "")}
    return "；".join(f"{field_name(name)} {value}" for name, value in shown.items())


def _processing() -> Section:
    """Tell what each field is held for, on which basis and how long (PIPL art. 48)."""
    rows = tuple(
        (
            name,
            "、".join(str(purpose.text) for purpose in one.purposes),
            str(BASIS_NAMES[one.basis]),
            kept_said(one.retention.days),
        )
        for name, one in _fields()
    )
    columns = (("field", _("项目")), ("purpose", _("用途")), ("basis", _("依据")), ("kept", _("保存多久")))
    return Section("processing", _("为什么有这些信息"), columns, rows)


def _fields() -> Iterable[tuple[str, Personal]]:
    declared = personal_fields()["register.Resident"]
    for name in ("name", "sex", "born_on", "id_number_sealed", "phone_sealed"):
        yield field_name(name.removesuffix("_sealed")), declared[name]


def _guards(basis: str, ward: Resident, on: dt.date) -> bool:
    return basis != PARENT or age_on(ward.born_on, on) < GUARDED_UNDER


def _yes(said: object) -> str:
    return _("是") if said else _("否")
