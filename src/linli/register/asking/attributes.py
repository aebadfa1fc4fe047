"""The declared attributes of people: what may be asked and shown, under which names, with which values, how sensitive.

Nothing else can be asked. Name, ID number and phone stand here because a purpose may show them; no question filters by
them: there is no free search for a person (`linli register` finds one by name for those who serve them, and writes it down).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from linli.core.declared import Text
from linli.core.personal_data import Sensitivity
from linli.places.rules import DwellingState, DwellingUse
from linli.register.rules import Relation

MOST_YEARS = 150
NOTHING: Mapping[str, Text] = MappingProxyType({})


class Kind(StrEnum):
    """What the values of an attribute are."""

    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"
    AREA = "area"
    TEXT = "text"


@dataclass(frozen=True)
class Attribute:
    """One attribute: its names, its values, who needs what to ask it."""

    name: str
    words: Text
    kind: Kind
    values: Mapping[str, Text] = field(default=NOTHING)
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    is_asked: bool = True
    may_be_unknown: bool = False
    allowed_by: tuple[str, ...] = ()  # names in a purpose's list of which one must stand there; its own where empty
    also: tuple[str, ...] = ()  # further words people type

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of which a purpose must list at least one."""
        return self.allowed_by or (self.name,)


def words(hans: str, hant: str, english: str) -> Text:
    """Write a name in the three languages."""
    return Text.model_validate({"zh-hans": hans, "zh-hant": hant, "en": english})


SEXES = {"female": words("女", "女", "female"), "male": words("男", "男", "male")}
RELATIONS = {
    Relation.HEAD.value: words("户主", "戶主", "head"),
    Relation.SPOUSE.value: words("配偶", "配偶", "spouse"),
    Relation.CHILD.value: words("子女", "子女", "child"),
    Relation.GRANDCHILD.value: words("孙辈", "孫輩", "grandchild"),
    Relation.PARENT.value: words("父母", "父母", "parent"),
    Relation.GRANDPARENT.value: words("祖辈", "祖輩", "grandparent"),
    Relation.SIBLING.value: words("兄弟姐妹", "兄弟姐妹", "sibling"),
    Relation.OTHER.value: words("其他关系", "其他關係", "other"),
}
USES = {
    DwellingUse.HOME.value: words("自住", "自住", "home"),
    DwellingUse.RENTED.value: words("出租", "出租", "rented"),
    DwellingUse.BUSINESS.value: words("经营", "經營", "business"),
    DwellingUse.OTHER.value: words("其他用途", "其他用途", "other"),
}
STATES = {
    DwellingState.LIVED_IN.value: words("有人住", "有人住", "lived in"),
    DwellingState.VACANT.value: words("空置", "空置", "vacant"),
    DwellingState.GONE.value: words("已拆除", "已拆除", "gone"),
}
_SENSITIVE = Sensitivity.SENSITIVE

_ALL = (
    Attribute("age", words("年龄", "年齡", "age"), Kind.NUMBER, allowed_by=("age", "born-on"), also=("周岁",)),
    Attribute("born-on", words("出生日期", "出生日期", "birth date"), Kind.DATE),
    Attribute("sex", words("性别", "性別", "sex"), Kind.CHOICE, SEXES),
    Attribute("area", words("区域", "區域", "area"), Kind.AREA, also=("网格", "社区", "街道")),
    Attribute("lives", words("居住", "居住", "lives here"), Kind.FLAG, also=("常住", "住在这里")),
    Attribute("registered", words("户籍", "戶籍", "registered here"), Kind.FLAG, also=("户籍在此",)),
    Attribute(
        "relation", words("与户主关系", "與戶主關係", "relation to the head"), Kind.CHOICE, RELATIONS,
        may_be_unknown=True, also=("关系",),
    ),
    Attribute("household-size", words("家庭人数", "家庭人數", "household size"), Kind.NUMBER, also=("同住人数",)),
    Attribute("alone", words("独居", "獨居", "lives alone"), Kind.FLAG, allowed_by=("household-size",)),
    Attribute("since", words("入住日期", "入住日期", "here since"), Kind.DATE, also=("登记起",)),
    Attribute("dwelling-use", words("房屋用途", "房屋用途", "use of the dwelling"), Kind.CHOICE, USES, may_be_unknown=True),
    Attribute(
        "dwelling-state", words("房屋状态", "房屋狀態", "state of the dwelling"), Kind.CHOICE, STATES, may_be_unknown=True
    ),
    Attribute("has-phone", words("有电话", "有電話", "has a phone"), Kind.FLAG, allowed_by=("has-phone", "phone")),
    Attribute(
        "has-id-number", words("有身份证号", "有身份證號", "has an ID number"), Kind.FLAG,
        allowed_by=("has-id-number", "id-number"),
    ),
    Attribute("enrolled", words("参加项目", "參加項目", "enrolled"), Kind.TEXT, sensitivity=_SENSITIVE),
    Attribute(
        "member", words("成员", "成員", "member"), Kind.TEXT, sensitivity=_SENSITIVE,
        allowed_by=("member-role", "member-since"),
    ),
    Attribute("name", words("姓名", "姓名", "name"), Kind.TEXT, is_asked=False),
    Attribute("phone", words("电话", "電話", "phone"), Kind.TEXT, is_asked=False, also=("手机",)),
    Attribute("id-number", words("身份证号", "身份證號", "ID number"), Kind.TEXT, sensitivity=_SENSITIVE, is_asked=False),
    Attribute("address", words("住址", "住址", "address"), Kind.TEXT, is_asked=False, also=("地址",)),
    Attribute("member-role", words("成员身份", "成員身份", "role as a member"), Kind.TEXT, sensitivity=_SENSITIVE, is_asked=False),
    Attribute("member-since", words("入会日期", "入會日期", "member since"), Kind.DATE, sensitivity=_SENSITIVE, is_asked=False),
)  # fmt: skip
ATTRIBUTES: Mapping[str, Attribute] = MappingProxyType({one.name: one for one in _ALL})
ASKED = tuple(one for one in _ALL if one.is_asked)


def allowed(name: str, listed: tuple[str, ...]) -> bool:
    """Say whether a purpose that lists these names lets an attribute be used."""
    return any(one in listed for one in ATTRIBUTES[name].needs)
