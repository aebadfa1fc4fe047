"""What the outcomes of a comparison, decisions and states of a reconciliation are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Word = str | Promise

FIELD_WORDS: Mapping[str, Word] = {
    "prior": _("比对之前"),
    "name": _("姓名"),
    "rarity": _("姓名是否少见"),
    "id_number": _("身份证号"),
    "born_on": _("出生日期"),
    "sex": _("性别"),
    "address": _("住址"),
    "phone": _("电话"),
}
LEVEL_WORDS: Mapping[tuple[str, str], Word] = {
    ("name", "exact"): _("相同"),
    ("name", "sound"): _("读音相同，字不同"),
    ("name", "one-character"): _("差一个字"),
    ("name", "other"): _("不同"),
    ("id_number", "exact"): _("相同"),
    ("id_number", "short-form"): _("按 15 位旧号相同"),
    ("id_number", "one-typo"): _("只差一位，或相邻两位颠倒"),
    ("id_number", "other"): _("不同"),
    ("born_on", "exact"): _("相同"),
    ("born_on", "one-part"): _("年、月、日中有一项不同，或月日颠倒"),
    ("born_on", "other"): _("不同"),
    ("sex", "exact"): _("相同"),
    ("sex", "other"): _("不同"),
    ("address", "exact"): _("相同"),
    ("address", "numbers"): _("楼号、单元、室号相同，写法不同"),
    ("address", "street"): _("同一路段或小区，门牌不同"),
    ("address", "other"): _("不同"),
    ("phone", "exact"): _("相同"),
    ("phone", "other"): _("不同"),
}
MISSING: Word = _("有一方没有填写")
DECISION_WORDS: Mapping[str, Word] = {
    "": _("尚未判断"),
    "same": _("同一人"),
    "different": _("不是同一人"),
    "unsure": _("不能确定"),
    "other": _("同行的另一候选已判定"),
}
STATE_WORDS: Mapping[str, Word] = {
    "waiting": _("排队中"),
    "running": _("比对中"),
    "review": _("待人核对"),
    "failed": _("没有完成"),
    "destroyed": _("已结束并销毁"),
}
STEP_WORDS: Mapping[str, Word] = {
    "reading": _("读取登记"),
    "blocking": _("找出可能的配对"),
    "unsealing": _("核对不同的身份证号"),
    "scoring": _("逐对计算"),
}
BAND_WORDS: Mapping[str, Word] = {"certain": _("把握大"), "review": _("待核"), "none": _("可能性小")}
STANDING_WORDS: Mapping[str, Word] = {
    "lives": _("在住"),
    "registered": _("户籍在此，住在别处"),
    "left": _("已迁出"),
    "died": _("登记为已故"),
    "": _("没有住处登记"),
}
AGAINST_WORDS: Mapping[str, Word] = {
    "both": _("判定“同一人”或“不是同一人”都可能对本人不利"),
    "same": _("判定“同一人”可能对本人不利（如已迁出、已故名单）"),
    "different": _("判定“不是同一人”可能对本人不利（如领取名单）"),
    "none": _("都不会对本人不利（如发现应享未享）"),
}
NOT_FOUND: Word = _("登记中没有找到（不说明有问题：可能住在别处，或登记不全）")


def level_word(name: str, level: str) -> Word:
    """Say in words how a comparison came out."""
    return LEVEL_WORDS.get((name, level), MISSING)


def decision_word(decision: str, *, needs_second: bool) -> str:
    """Say what was decided, and that it is not to be used before a second look."""
    word = str(DECISION_WORDS.get(decision, decision))
    return str(_("%(decision)s（待另一人复核）")) % {"decision": word} if needs_second else word
