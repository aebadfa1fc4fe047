"""Writes the forms that come with Linli as Excel files: `python scripts/shipped_forms.py`, after changing a question here.

The workbook is what a city opens, changes and uploads; this file is where its three languages stand side by side.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).resolve().parents[1] / "src" / "linli" / "catalogue" / "forms"
LANGUAGES = ("简体中文 (zh-Hans)", "繁體中文 (zh-Hant)", "English (en)")
TEXTS = ("label", "hint", "constraint_message")
PLAIN = (
    "required",
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "appearance",
    "parameters",
    "bind::linli",
)
MADE = dt.datetime(2026, 11, 22, tzinfo=dt.UTC).replace(tzinfo=None)

Words = tuple[str, str, str]
YES_NO: list[tuple[str, Words]] = [("yes", ("是", "是", "Yes")), ("no", ("否", "否", "No"))]
PHONE = "regex(., '^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$')"
PHONE_WRONG: Words = (
    "电话号码不正确：手机是 1 开头的 11 位数字，座机要带区号。",
    "電話號碼不正確：手機是 1 開頭的 11 位數字，座機要帶區號。",
    "Not a phone number: a mobile has 11 digits and begins with 1, a landline has its area code.",
)


def ask(kind: str, name: str, label: Words | None = None, **more: str | Words) -> dict[str, str | Words]:
    """One row of the survey sheet; `linli` is the field of the register it is."""
    if linli := more.pop("linli", ""):
        more["bind::linli"] = linli
    return {"type": kind, "name": name, **({"label": label} if label else {}), **more}


HOUSEHOLD = [
    ask("today", "today"),
    ask("hidden", "household_id", linli="household.id"),
    ask("hidden", "dwelling_id", linli="dwelling.id"),
    ask("begin group", "home", ("住处", "住處", "The home")),
    ask("text", "address", ("住址", "住址", "Address"), linli="dwelling.address", required="yes",
        hint=("到楼栋、单元、户室", "到樓棟、單元、戶室", "Down to building, entrance and number")),
    ask("select_one dwelling_state", "dwelling_state", ("这套房现在", "這套房現在", "The dwelling is now"),
        linli="dwelling.state", required="yes"),
    ask("select_one dwelling_use", "dwelling_use", ("房屋用途", "房屋用途", "Used as"), linli="dwelling.use",
        relevant="${dwelling_state} = 'lived_in'"),
    ask("geopoint", "place", ("门口的位置", "門口的位置", "Where the door is"), relevant="${household_id} = '' and ${dwelling_id} = ''",
        hint=("只有登记里找不到这套房时才需要", "只有登記裡找不到這套房時才需要", "Only where the register does not know the dwelling")),
    ask("select_one yes_no", "plate_unclear", ("门牌缺失或看不清吗", "門牌缺失或看不清嗎", "Is the door plate missing or unreadable?")),
    ask("image", "plate_photo", ("门牌照片", "門牌照片", "Photo of the door plate"), relevant="${plate_unclear} = 'yes'",
        parameters="max-pixels=1600", hint=("不要拍到人", "不要拍到人", "Without people in it")),
    ask("end group", ""),
    ask("begin repeat", "members", ("家庭成员", "家庭成員", "Members of the household"), linli="household.members",
        relevant="${dwelling_state} = 'lived_in'"),
    ask("hidden", "resident_id", linli="resident.id"),
    ask("text", "member_name", ("姓名", "姓名", "Name"), linli="resident.name", required="yes"),
    ask("select_one relation", "relation", ("与户主关系", "與戶主關係", "Relation to the head"), linli="resident.relation"),
    ask("select_one sex", "sex", ("性别", "性別", "Sex"), linli="resident.sex", required="yes"),
    ask("date", "born_on", ("出生日期", "出生日期", "Date of birth"), linli="resident.born_on", constraint=". <= today()",
        constraint_message=("出生日期不能晚于今天。", "出生日期不能晚於今天。", "A date of birth cannot lie ahead.")),
    ask("calculate", "age",
        calculation="if(${born_on} = '', '', int((decimal-date-time(today()) - decimal-date-time(${born_on})) div 365.2425))"),
    ask("note", "age_note", ("年龄：${age} 岁", "年齡：${age} 歲", "Age: ${age}"), relevant="${born_on} != ''"),
    ask("text", "phone", ("电话", "電話", "Phone"), linli="resident.phone", constraint=PHONE, constraint_message=PHONE_WRONG,
        hint=("没有变就不用填", "沒有變就不用填", "Leave empty when it has not changed")),
    ask("select_one yes_no", "elder_help", ("需要助餐、探访等为老服务吗", "需要助餐、探訪等為老服務嗎", "Are meals, visits or other elder services wanted?"),
        relevant="${age} >= 60"),
    ask("end repeat", ""),
    ask("begin group", "wishes", ("希望得到的帮助", "希望得到的幫助", "Help that is wanted")),
    ask("select_one help_major", "help_major", ("哪一方面", "哪一方面", "What kind")),
    ask("select_one help", "help", ("具体是", "具體是", "Namely"), choice_filter="major=${help_major}",
        relevant="${help_major} != '' and ${help_major} != 'none'"),
    ask("text", "wish", ("还想说的话", "還想說的話", "Anything else"), appearance="multiline"),
    ask("end group", ""),
]  # fmt: skip
HOUSEHOLD_CHOICES: dict[str, list[tuple[str, Words] | tuple[str, Words, str]]] = {
    "yes_no": [*YES_NO],
    "dwelling_state": [
        ("lived_in", ("有人居住", "有人居住", "Lived in")), ("vacant", ("空置", "空置", "Vacant")),
        ("gone", ("已拆除", "已拆除", "Gone")),
    ],
    "dwelling_use": [
        ("home", ("自住", "自住", "Home")), ("rented", ("出租", "出租", "Let")), ("business", ("经营", "經營", "Business")),
        ("other", ("其他", "其他", "Other")),
    ],
    "relation": [
        ("head", ("户主", "戶主", "Head")), ("spouse", ("配偶", "配偶", "Spouse")), ("child", ("子女", "子女", "Child")),
        ("grandchild", ("孙辈", "孫輩", "Grandchild")), ("parent", ("父母", "父母", "Parent")),
        ("grandparent", ("祖辈", "祖輩", "Grandparent")), ("sibling", ("兄弟姐妹", "兄弟姐妹", "Sibling")),
        ("other", ("其他", "其他", "Other")),
    ],
    "sex": [("female", ("女", "女", "Female")), ("male", ("男", "男", "Male"))],
    "help_major": [
        ("none", ("暂时不需要", "暫時不需要", "None for now")), ("elder", ("为老服务", "為老服務", "Elder services")),
        ("child", ("托育和课后", "托育和課後", "Child care")), ("repair", ("维修", "維修", "Repairs")),
        ("errand", ("代办", "代辦", "Errands")),
    ],
    "help": [
        ("meals", ("助餐", "助餐", "Meals"), "elder"), ("day_care", ("日间照料", "日間照料", "Day care"), "elder"),
        ("look_in", ("定期探访", "定期探訪", "Regular look-in"), "elder"), ("nursery", ("托育", "托育", "Nursery"), "child"),
        ("after_school", ("课后照看", "課後照看", "After-school care"), "child"),
        ("water", ("水电维修", "水電維修", "Water and power"), "repair"),
        ("stairs", ("扶手和防滑", "扶手和防滑", "Rails and non-slip floors"), "repair"),
        ("papers", ("办证代办", "辦證代辦", "Papers"), "errand"), ("medicine", ("代取药", "代取藥", "Fetching medicine"), "errand"),
    ],
}  # fmt: skip

ELDER = [
    ask("today", "today"),
    ask("hidden", "resident_id", linli="resident.id"),
    ask("text", "resident_name", ("姓名", "姓名", "Name"), linli="resident.name", required="yes"),
    ask("text", "phone", ("电话", "電話", "Phone"), linli="resident.phone", constraint=PHONE, constraint_message=PHONE_WRONG,
        hint=("没有变就不用填", "沒有變就不用填", "Leave empty when it has not changed")),
    ask("select_one often", "often", ("希望多久探访一次", "希望多久探訪一次", "How often are visits wanted?"), required="yes"),
    ask("select_one part_of_day", "part_of_day", ("什么时候方便", "什麼時候方便", "When is a good time?"), relevant="${often} != 'none'"),
    ask("select_multiple help", "help", ("需要哪些帮助", "需要哪些幫助", "What help is wanted?")),
    ask("text", "help_else", ("其他帮助", "其他幫助", "Other help"), relevant="selected(${help}, 'other')", required="yes"),
    ask("text", "wish", ("本人还想说的话", "本人還想說的話", "What else the person wishes"), appearance="multiline"),
]  # fmt: skip
ELDER_CHOICES: dict[str, list[tuple[str, Words] | tuple[str, Words, str]]] = {
    "often": [
        ("weekly", ("每周", "每週", "Every week")), ("fortnightly", ("每两周", "每兩週", "Every two weeks")),
        ("monthly", ("每月", "每月", "Every month")), ("none", ("不需要探访", "不需要探訪", "No visits")),
    ],
    "part_of_day": [
        ("morning", ("上午", "上午", "Morning")), ("afternoon", ("下午", "下午", "Afternoon")),
        ("evening", ("傍晚以后", "傍晚以後", "Evening")),
    ],
    "help": [
        ("meals", ("助餐", "助餐", "Meals")), ("cleaning", ("保洁", "保潔", "Cleaning")), ("medicine", ("代取药", "代取藥", "Fetching medicine")),
        ("company", ("陪同就医", "陪同就醫", "Company to the doctor")), ("phone_use", ("教用手机", "教用手機", "Help with the phone")),
        ("other", ("其他", "其他", "Other")),
    ],
}  # fmt: skip

SAFETY = [
    ask("today", "today"),
    ask("text", "building", ("楼栋和单元", "樓棟和單元", "Building and entrance"), required="yes"),
    ask("geopoint", "place", ("检查的位置", "檢查的位置", "Where it was checked"), required="yes"),
    ask("select_one state", "fire_door", ("防火门能自动关闭吗", "防火門能自動關閉嗎", "Do the fire doors close by themselves?"), required="yes"),
    ask("image", "fire_door_before", ("防火门整改前照片", "防火門整改前照片", "Fire door before mending"), relevant="${fire_door} = 'bad'",
        required="yes", parameters="max-pixels=1600"),
    ask("select_one state", "way_out", ("楼道和出口畅通吗", "樓道和出口暢通嗎", "Are corridors and exits clear?"), required="yes"),
    ask("image", "way_out_before", ("楼道整改前照片", "樓道整改前照片", "Corridor before clearing"), relevant="${way_out} = 'bad'",
        required="yes", parameters="max-pixels=1600"),
    ask("date", "extinguisher_until", ("灭火器有效期到", "滅火器有效期到", "Extinguishers good until")),
    ask("select_one yes_no", "charging_inside", ("楼内有电动车充电吗", "樓內有電動車充電嗎", "Are electric bikes charged inside?")),
    ask("text", "remark", ("其他隐患", "其他隱患", "Other hazards"), appearance="multiline"),
]  # fmt: skip
SAFETY_CHOICES: dict[str, list[tuple[str, Words] | tuple[str, Words, str]]] = {
    "yes_no": [*YES_NO],
    "state": [
        ("good", ("正常", "正常", "Good")), ("bad", ("有问题", "有問題", "Not good")),
        ("none", ("没有这项设施", "沒有這項設施", "There is none")),
    ],
}  # fmt: skip

FORMS = {
    "household": (("入户核对表", "入戶核對表", "Household check"), "2026112201", HOUSEHOLD, HOUSEHOLD_CHOICES),
    "elder-visit-needs": (("老年人探访需求", "老年人探訪需求", "Visits an elder wants"), "2026112201", ELDER, ELDER_CHOICES),
    "building-safety": (("楼栋消防自查", "樓棟消防自查", "Fire safety of a building"), "2026112201", SAFETY, SAFETY_CHOICES),
}  # fmt: skip


def main() -> None:
    """Write every form."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for code, (titles, version, survey, choices) in FORMS.items():
        book = Workbook()
        book.properties.created = book.properties.modified = MADE
        _write_survey(book, survey)
        _write_choices(book, choices)
        _write_settings(book, code, version, titles)
        book.save(FOLDER / f"{code}.xlsx")
        print(f"{code}.xlsx: {len(survey)} rows")


def _write_survey(book: Workbook, rows: list[dict[str, str | Words]]) -> None:
    sheet = book.worksheets[0]
    sheet.title = "survey"
    sheet.append(["type", "name", *(f"{text}::{language}" for text in TEXTS for language in LANGUAGES), *PLAIN])
    sheet.freeze_panes = "C2"
    for row in rows:
        texts = [word for text in TEXTS for word in (row.get(text) or ("", "", ""))]
        sheet.append([row["type"], row["name"], *texts, *(row.get(name, "") for name in PLAIN)])


def _write_choices(book: Workbook, lists: dict[str, list[tuple[str, Words] | tuple[str, Words, str]]]) -> None:
    sheet = book.create_sheet("choices")
    sheet.append(["list_name", "name", *(f"label::{language}" for language in LANGUAGES), "major"])
    for name, choices in lists.items():
        for code, words, *major in choices:
            sheet.append([name, code, *words, *major])


def _write_settings(book: Workbook, code: str, version: str, titles: Words) -> None:
    sheet = book.create_sheet("settings")
    sheet.append(["form_id", "version", "form_title", "title_zh_hant", "title_en", "default_language", "instance_name"])
    sheet.append([code, version, *titles, LANGUAGES[0], ""])


if __name__ == "__main__":
    main()
