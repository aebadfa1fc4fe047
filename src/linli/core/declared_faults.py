"""Sentences for what is wrong with a declaration, and the words no declaration may hold."""

import json
import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic_core import ErrorDetails

from linli.core.declared import Misfit

LANGUAGES = ("zh-hans", "zh-hant", "en")

# Linli's limits, not a tenant's choice: no catalogue speaks of these. Names of fields are judged more strictly by
# `core.barred`; this list is for running texts, where a word such as 信访 alone is harmless.
BARRED_WORDS = (
    "重点人员", "重點人員", "重点人口", "重點人口", "重点人群", "重點人群", "特殊人群", "高危人群",
    "高风险人员", "高風險人員", "信访次数", "信訪次數", "上访次数", "上訪次數", "投诉次数", "投訴次數",
    "信访记录", "信訪記錄", "上访人员", "上訪人員", "宗教", "信教群众", "信教群眾", "信仰", "民族", "族裔", "政治面貌", "政治倾向", "政治傾向",
    "犯罪记录", "犯罪記錄", "有前科", "前科人员", "前科人員", "刑满释放", "刑滿釋放", "社区矫正", "社區矯正", "吸毒人员", "吸毒人員",
    "性取向", "人脸识别", "人臉識別", "车牌识别", "車牌識別", "虹膜", "行动轨迹", "行動軌跡", "行踪", "行蹤",
    "风险评分", "風險評分", "风险等级人员", "道德积分", "道德積分", "考勤打卡", "打卡考勤", "在线时长", "在線時長", "积分排名", "積分排名",
    "舆情监控", "輿情監控", "维稳", "維穩",
    "religio", "ethnic", "political opinion", "political view", "key person", "key people", "risk score", "high-risk people",
    "petition history", "petition count", "complaint history", "criminal record", "sexual orientation", "biometric",
    "face recognition", "facial recognition", "plate recognition", "clock-in", "online hours",
)  # fmt: skip

_BARRED = re.compile("|".join(BARRED_WORDS))

_SENTENCES: Mapping[str, str] = {
    "missing": gettext_noop("缺少“%(key)s”。"),
    "extra_forbidden": gettext_noop("不认识的键“%(key)s”。"),
    "enum": gettext_noop("“%(key)s”的值“%(value)s”不对，只能是 %(expected)s。"),
    "literal_error": gettext_noop("“%(key)s”的值“%(value)s”不对，只能是 %(expected)s。"),
    "string_type": gettext_noop("“%(key)s”要写成文字。"),
    "string_too_short": gettext_noop("“%(key)s”不能为空。"),
    "string_pattern_mismatch": gettext_noop("“%(key)s”的值“%(value)s”写法不对。"),
    "too_short": gettext_noop("“%(key)s”至少要有 %(min_length)s 项。"),
    "tuple_type": gettext_noop("“%(key)s”要写成列表。"),
    "bool_type": gettext_noop("“%(key)s”只能是 true 或 false。"),
    "model_type": gettext_noop("“%(key)s”要写成表。"),
    "date_type": gettext_noop("“%(key)s”要写成日期，例如 2025-01-01。"),
    "date_from_datetime_parsing": gettext_noop("“%(key)s”要写成日期，例如 2025-01-01。"),
    "date_from_datetime_inexact": gettext_noop("“%(key)s”要写成日期，例如 2025-01-01。"),
}


def place_of(error: ErrorDetails) -> tuple[str | int, ...]:
    """Find the key to mend: where validation stopped, or the one named by values that disagree."""
    cause = error.get("ctx", {}).get("error")
    return (*error["loc"], cause.key) if isinstance(cause, Misfit) else error["loc"]


def sentence(error: ErrorDetails) -> str:
    """Say what a validation error means, naming the key."""
    place, context = place_of(error), error.get("ctx", {})
    key = ".".join(str(part) for part in place)
    if error["type"] == "missing" and place[-1] in LANGUAGES:
        owner = ".".join(str(part) for part in place[:-1])
        return _("“%(key)s”缺少语言 %(language)s。") % {"key": owner, "language": place[-1]}
    if error["type"] == "missing" and place[0] == "limits":
        return _("缺少时限“%(key)s”。") % {"key": key}
    if error["type"] == "value_error":
        return _("“%(key)s”：%(why)s") % {"key": key, "why": context["error"]}
    known = _SENTENCES.get(error["type"])
    if known is None:
        return _("“%(key)s”不对：%(why)s") % {"key": key, "why": error["msg"]}
    return _(known) % {**context, "key": key, "value": error["input"]}


def barred_words(content: Mapping[str, object]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Find barred words anywhere in declared content, keys included, each with its place."""
    whole = json.dumps(content, ensure_ascii=False, default=str).lower()
    return _barred_within(content) if _BARRED.search(whole) else iter(())


def _barred_within(content: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from (((key,), word) for word in _BARRED.findall(str(key).lower()))
            yield from (((key, *place), word) for place, word in _barred_within(value))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from (((index, *place), word) for place, word in _barred_within(value))
    elif isinstance(content, str):
        yield from (((), word) for word in _BARRED.findall(content.lower()))
