"""What the register accepts of an organisation, and who keeps no members here: checks on plain values."""

import datetime as dt
import re
from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from linli.core.codes import is_credit_code, is_phone
from linli.register import errors

LONGEST_ORGANISATION_NAME = 80
MEMBERSHIP = "membership"  # the purpose for which an organisation's officers see its members
# Bodies of worship and movements keep no list of members here (safeguards, rule 13). Longer words first.
WORSHIP_WORDS = (
    "伊斯兰", "伊斯蘭", "天主教", "天主堂", "基督", "佛教", "佛学会", "佛學會", "念佛", "道教", "道观", "道觀", "清真", "穆斯林",
    "教堂", "礼拜堂", "禮拜堂", "教会", "教會", "福音", "圣经", "聖經", "宗教", "信众", "信眾", "信徒", "修炼", "修煉", "功法",
    "寺", "庙", "廟",
    "church", "mosque", "temple", "islam", "muslim", "christian", "catholic", "buddhis", "taois", "gospel", "worship",
)  # fmt: skip
# Streets, estates and schools that only stand where such a place once stood: 清真寺路, 观音寺社区, 教堂街小学.
_PLACE = r"路|街|巷|里|弄|胡同|大道|村|社区|社區|小区|小區|花园|花園|家园|家園|苑|新村|桥|橋|广场|廣場|小学|小學|中学|中學|幼儿园|幼兒園"
_BUILDING = r"清真寺|天主堂|礼拜堂|禮拜堂|教堂|道观|道觀|寺|庙|廟"  # what streets are named after; no street is named after a creed
_NAMED_AFTER = re.compile(rf"(?:{_BUILDING})[\u4e00-\u9fff]{{0,3}}?(?:{_PLACE})")
_HARMLESS = re.compile(r"庙会|廟會|街道教|春天主|今天主")  # 街道教育 holds 道教, 春天主题 holds 天主
_WORSHIP = re.compile("|".join(WORSHIP_WORDS))


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation as a form gives it; credit code, dwelling, address and phone may be missing."""

    name: str
    kind: str
    area_code: str
    since: dt.date
    credit_code: str = ""
    dwelling_id: UUID | None = None
    address: str = ""
    phone: str = ""


def check_organisation(new: NewOrganisation, *, kinds: Container[str], today: dt.date) -> None:
    """Refuse an organisation whose data cannot be true."""
    if not 1 <= len(new.name.strip()) <= LONGEST_ORGANISATION_NAME:
        raise errors.OrganisationNameWrong(field="name", most=LONGEST_ORGANISATION_NAME)
    if new.kind not in kinds:
        raise errors.OrganisationKindUnknown(field="kind", kind=new.kind)
    if new.credit_code and not is_credit_code(new.credit_code):
        raise errors.CreditCodeInvalid(field="credit_code")
    if new.phone and not is_phone(new.phone):
        raise errors.PhoneInvalid(field="phone")
    if new.since > today:
        raise errors.OrganisationDatesWrong(field="since")


def check_may_keep_members(name: str, *, kind_name: str, kind_keeps: bool) -> None:
    """Refuse a members' list to a kind that keeps none, and to any body of worship or movement, whatever its kind says.

    The kind decides first: a school or a shop keeps none, so its name is never looked at.
    """
    if not kind_keeps:
        raise errors.KindKeepsNoMembers(kind=kind_name)
    if word := worship_word(name):
        raise errors.WorshipKeepsNoMembers(word=word)


def worship_word(name: str) -> str | None:
    """Find the word by which a name tells of a body of worship or a movement; places merely named after one are none."""
    rest = _HARMLESS.sub(" ", _NAMED_AFTER.sub(" ", name.lower()))
    found = _WORSHIP.search(rest)
    return found[0] if found else None


def check_closing(*, since: dt.date, until: dt.date, today: dt.date) -> None:
    """Refuse an end before the beginning, or in the future."""
    if not since <= until <= today:
        raise errors.OrganisationDatesWrong(field="until")
