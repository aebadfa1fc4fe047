"""Which question of a form is which field of the register: by its `bind::linli` column, else by its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from linli.forms import errors

__all__ = ["ATTRIBUTES", "MEMBERS", "PERSON_FIELDS", "Attribute", "attribute_of", "check_attribute"]


@dataclass(frozen=True)
class Attribute:
    """One thing the register holds: whose it is, its field there, and the name purposes know it by ('' for no person's)."""

    subject: str  # resident, household, dwelling
    field: str
    purpose_name: str = ""
    goes_back: bool = False  # a different answer is looked at and may change the register
    is_key: bool = False  # says which record is meant; nobody is asked for it


MEMBERS = "household.members"
ATTRIBUTES: Mapping[str, Attribute] = MappingProxyType(
    {
        "resident.id": Attribute("resident", "id", is_key=True),
        "resident.name": Attribute("resident", "name", "name", goes_back=True),
        "resident.sex": Attribute("resident", "sex", "sex", goes_back=True),
        "resident.born_on": Attribute("resident", "born_on", "born-on", goes_back=True),
        "resident.phone": Attribute("resident", "phone", "phone", goes_back=True),
        "resident.relation": Attribute("resident", "relation", "relation"),
        "household.id": Attribute("household", "id", is_key=True),
        MEMBERS: Attribute("household", "members"),
        "dwelling.id": Attribute("dwelling", "id", is_key=True),
        "dwelling.address": Attribute("dwelling", "address", "address"),
        "dwelling.use": Attribute("dwelling", "use", goes_back=True),
        "dwelling.state": Attribute("dwelling", "state", goes_back=True),
    }
)
PERSON_FIELDS = ("name", "sex", "born_on", "phone")
_BY_NAME: Mapping[str, str] = MappingProxyType(
    {
        **{name.replace(".", "_"): name for name in ATTRIBUTES},
        "name": "resident.name", "full_name": "resident.name", "sex": "resident.sex", "gender": "resident.sex",
        "born_on": "resident.born_on", "birth_date": "resident.born_on", "date_of_birth": "resident.born_on",
        "birthday": "resident.born_on", "dob": "resident.born_on", "phone": "resident.phone",
        "mobile": "resident.phone", "phone_number": "resident.phone", "relation": "resident.relation",
        "address": "dwelling.address", "home_address": "dwelling.address", "xingming": "resident.name",
        "姓名": "resident.name", "性别": "resident.sex", "出生日期": "resident.born_on", "电话": "resident.phone",
        "联系电话": "resident.phone", "手机号": "resident.phone", "住址": "dwelling.address",
    }
)  # fmt: skip


def attribute_of(name: str, *, said: str = "") -> str:
    """Give the field of the register that a question asks for; '' for what the register does not hold."""
    if said:
        return check_attribute(said, question=name)
    return _BY_NAME.get(name.strip().lower(), "")


def check_attribute(said: str, *, question: str) -> str:
    """Refuse a binding to something that the register does not hold; `none` says that there is none."""
    said = said.strip()
    if said == "none":
        return ""
    if said not in ATTRIBUTES:
        raise errors.BindingUnknown(question=question, said=said, known="、".join(sorted(ATTRIBUTES)))
    return said
