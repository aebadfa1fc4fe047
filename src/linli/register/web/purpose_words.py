"""Words of purposes, consents, programmes and agreements for the pages and spreadsheets."""

import datetime as dt
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from linli.core.personal_data import LegalBasis
from linli.register.queries.agreements import Standing
from linli.register.queries.programmes import Which
from linli.register.rules.consents import Channel, ConsentState
from linli.register.wording import RELATION_NAMES, SEX_NAMES, STATE_NAMES, USE_NAMES

type Word = str | Promise

CHANNELS: Mapping[str, Word] = {
    Channel.SELF: _("本人在线"),
    Channel.PAPER: _("纸质签字"),
    Channel.COUNTER: _("窗口当面"),
    Channel.DOORSTEP: _("上门当面"),
}
CONSENT_STATES: Mapping[str, Word] = {
    ConsentState.IN_FORCE: _("有效"),
    ConsentState.NOTICE_CHANGED: _("告知书已更新，须重新征求"),
    ConsentState.GROWN_UP: _("已满十四周岁，须由本人同意"),
    ConsentState.WITHDRAWN: _("已撤回"),
    ConsentState.REFUSED: _("不同意"),
    ConsentState.REPLACED: _("已由新的同意替换"),
}
STANDINGS: Mapping[str, Word] = {
    Standing.DRAFT: _("草稿，待签署"),
    Standing.IN_FORCE: _("有效"),
    Standing.NOT_YET: _("未到生效日期"),
    Standing.EXPIRED: _("已到期"),
    Standing.ENDED: _("已撤销或终止"),
    Standing.OUTDATED: _("目的已改动，须重新评估"),
}
BASES: Mapping[str, Word] = {
    LegalBasis.CONSENT: _("本人同意"),
    LegalBasis.CONTRACT: _("订立、履行合同"),
    LegalBasis.LEGAL_DUTY: _("法定职责"),
    LegalBasis.EMERGENCY: _("紧急情况"),
    LegalBasis.PUBLISHED: _("已合法公开"),
}
PARTS: Mapping[str, Word] = {
    "purpose": _("一、处理目的、处理方式是否合法、正当、必要"),
    "impact": _("二、对个人权益的影响及安全风险"),
    "measures": _("三、保护措施是否合法、有效并与风险程度相适应"),
}
WHICH: Mapping[str, Word] = {Which.OPEN: _("参加中"), Which.DUE: _("待复核"), Which.ENDED: _("已结束")}
ENDED: Mapping[str, Word] = {"ended": _("办理结束"), "consent-withdrawn": _("撤回同意")}
ATTRIBUTES: Mapping[str, Word] = {
    "name": _("姓名"),
    "sex": _("性别"),
    "born-on": _("出生日期"),
    "age": _("年龄"),
    "id-number": _("身份证号"),
    "phone": _("电话"),
    "area": _("网格"),
    "address": _("住址"),
    "relation": _("与户主关系"),
    "household-size": _("同住人数"),
    "lives": _("居住"),
    "registered": _("户籍"),
    "since": _("起"),
    "dwelling-use": _("房屋用途"),
    "dwelling-state": _("房屋状态"),
    "has-phone": _("有电话"),
    "has-id-number": _("有身份证号"),
    "enrolled": _("参加项目"),
    "member-role": _("身份"),
    "member-since": _("加入日期"),
}
_CODED: Mapping[str, Mapping[str, Word]] = {
    "sex": SEX_NAMES,
    "relation": RELATION_NAMES,
    "dwelling-use": USE_NAMES,
    "dwelling-state": STATE_NAMES,
}


def word(words: Mapping[str, Word], code: str) -> Word:
    """Name a code; one that has no name goes by itself."""
    return words.get(code, code)


def attributes(codes: tuple[str, ...] | list[str]) -> list[Word]:
    """Name attributes."""
    return [word(ATTRIBUTES, code) for code in codes]


def cell(name: str, value: object) -> object:
    """Write a value of an attribute as people read it."""
    if isinstance(value, bool):
        return _now("是") if value else _now("否")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(word(_CODED[name], str(value))) if name in _CODED and value is not None else value
