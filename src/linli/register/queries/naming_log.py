"""The words of the log: acts, signs, purposes, fields, posts."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.core.audit import Act
from linli.core.personal_data import LegalBasis
from linli.register.catalogue import declared
from linli.register.rules.readings import Sign
from linli.staff.queries import ROLE_NAMES
from linli.staff.rules import Role

ACT_NAMES: Mapping[str, str | Promise] = {
    Act.READ: _("查看（遮盖）"),
    Act.REVEAL: _("查看完整信息"),
    Act.COUNT: _("查询人数"),
    Act.EXPORT: _("导出"),
    Act.WRITE: _("改动"),
    Act.IMPORT: _("导入"),
    Act.LINK: _("比对"),
    Act.SHARE: _("提供给其他单位"),
    Act.SIGN: _("签署"),
    Act.DESTROY: _("销毁"),
    Act.DISPUTE: _("来源不一致"),
}
HOW_NAMES: Mapping[str, str | Promise] = {
    "page": _("页面"),
    "reveal": _("查看完整信息"),
    "export": _("导出"),
    "link": _("比对"),
    "share": _("提供给其他单位"),
}
SIGN_NAMES: Mapping[str, str | Promise] = {
    Sign.MANY: _("查阅次数明显多于同岗位"),
    Sign.CLEAR: _("查看或导出完整信息的人数明显多于同岗位"),
    Sign.OUT_OF_HOURS: _("办公时间以外的查阅明显多于同岗位"),
    Sign.BURST: _("十分钟内连续查阅"),
    Sign.AREAS: _("查阅的网格明显多于同岗位"),
    Sign.NO_CASE: _("查看完整信息时没有写明案卷编号"),
}
SIGN_WORDS: Mapping[str, str | Promise] = {
    Sign.MANY: _("查阅"),
    Sign.CLEAR: _("完整信息"),
    Sign.OUT_OF_HOURS: _("非办公时间"),
    Sign.BURST: _("十分钟内"),
    Sign.AREAS: _("网格"),
    Sign.NO_CASE: _("无案卷"),
}
FIELD_NAMES: Mapping[str, str | Promise] = {
    "name": _("姓名"),
    "sex": _("性别"),
    "born_on": _("出生日期"),
    "born-on": _("出生日期"),
    "id_number": _("身份证号"),
    "id-number": _("身份证号"),
    "phone": _("电话"),
    "address": _("住址"),
    "age": _("年龄"),
    "area": _("网格"),
    "relation": _("与户主关系"),
    "household-size": _("户人数"),
    "lives": _("居住"),
    "registered": _("户籍"),
    "since": _("起"),
    "died_on": _("死亡日期"),
    "contact": _("联系人"),
    "guardian": _("监护人"),
    "answers": _("表单里的其他回答"),
    "visit": _("走访"),
    "visit-words": _("走访的谈话和约定"),
    "visit-voice": _("走访的录音"),
}


CHANNEL_NAMES: Mapping[str, str | Promise] = {
    "self": _("本人在网上"),
    "paper": _("纸质"),
    "counter": _("窗口"),
    "doorstep": _("上门"),
}
BASIS_NAMES: Mapping[str, str | Promise] = {
    LegalBasis.CONSENT: _("本人同意"),
    LegalBasis.CONTRACT: _("履行合同"),
    LegalBasis.LEGAL_DUTY: _("法定职责"),
    LegalBasis.EMERGENCY: _("紧急情况"),
    LegalBasis.PUBLISHED: _("已合法公开"),
}


def kept_said(days: int) -> str:
    """Say how long a resident's own values are kept."""
    return gettext("迁出或去世后 %(days)s 天") % {"days": days}


def field_name(field: str) -> str:
    """Name a field as people read it."""
    return str(FIELD_NAMES.get(field, field))


def purpose_name(code: str) -> str:
    """Name a purpose in the language of the page; one that is declared no more keeps its code."""
    purpose = declared().purposes.get(code)
    return str(purpose.name) if purpose else code


def purpose_about(code: str) -> str:
    """Give the sentence of a purpose that residents read."""
    purpose = declared().purposes.get(code)
    return str(purpose.about) if purpose else code


def role_name(role: str) -> str:
    """Name a post; '' for accounts that hold none."""
    return str(ROLE_NAMES[Role(role)]) if role in set(Role) else ""


def fields_said(detail: Mapping[str, object]) -> str:
    """Say which fields a line of the log is about."""
    fields = detail.get("fields")
    return "、".join(map(field_name, fields)) if isinstance(fields, list) else ""
