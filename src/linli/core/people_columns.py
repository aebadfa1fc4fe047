"""Under which names columns tell of people: one list for what reads people, and for every table that may hold none."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from types import MappingProxyType

# The usual names of what people are registered by; a list that knows more of them adds its own.
PERSON_HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("姓名", "居民姓名", "人员姓名", "成员姓名", "name"),
        "id_number": (
            "身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "公民身份证号", "居民身份证号", "居民身份证号码", "身份证件号码",
            "身份证", "证件号码", "证件号", "id_number",
        ),
        "sex": ("性别", "sex", "gender"),
        "born_on": ("出生日期", "出生年月日", "出生年月", "出生", "生日", "born_on", "birth_date", "dob"),
        "phone": (
            "联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "移动电话", "本人电话", "phone", "mobile",
        ),
    }
)  # fmt: skip
_IDENTIFYING = ("name", "id_number", "born_on", "phone")
_OTHER_NAMES = (
    "fullname firstname lastname surname givenname xingming idno idcard idcardno idcardnumber identitycard identityno "
    "nationalid citizenid passport passportno mobileno mobilephone mobilenumber cellphone phoneno phonenumber "
    "telephone birthday dateofbirth residentno householdno"
)
_WHOSE = ("resident", "household", "householder", "head", "member", "person", "citizen", "tenant", "patient")
_OF_SOMEBODY = ("name", "id", "idnumber", "phone", "tel", "mobile", "birth", "bornon")
# Words of people wherever they stand in a name, unless what follows makes a thing or a place of them.
_WORDS = re.compile(
    "姓名|身份号码|身份號碼|证件号|證件號|移动电话|行動電話|出生日期|出生年月|生日"
    "|身份[证證](?!办理|辦理|受理|自助|照相)"
    "|手机(?!信号|网络|覆盖|基站|充电|应用|店|卖场|维修|回收)|手機(?!信號|訊號|網路|網絡|覆蓋|基站|充電|應用|店|賣場|維修|回收)"
    "|(?<![商用])[户戶]主(?![营營要体體页頁])"
)
_NOTES = re.compile(r"[(（\[【].*?[)）\]】]|[*＊\s:：]")
_NO_LETTERS = re.compile(r"[\W_\d]+")


def plain_head(column: str) -> str:
    """Take from a head what people write around it: notes in brackets, stars, blanks, full width."""
    return _NOTES.sub("", unicodedata.normalize("NFKC", column)).lower()


def tells_of_people(column: str, *, own: Collection[str] = ()) -> bool:
    """Say whether a column is a datum of a resident, however it is spelled; the table's `own` columns are none.

    A name counts whole (name, phone), a word that nothing but people has counts wherever it stands (业主手机号码).
    """
    whole = _letters(unicodedata.normalize("NFKC", column))
    if _WORDS.search(whole):
        return True
    return bool(({whole, _letters(plain_head(column))} & _NAMES) - {_letters(name) for name in own})


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text).lower()


_NAMES = frozenset(
    {
        *(_letters(head) for field in _IDENTIFYING for head in PERSON_HEADS[field]),
        *_OTHER_NAMES.split(),
        *(whose + what for whose in _WHOSE for what in _OF_SOMEBODY),
    }
)
