"""Names for people of what forms write as codes: states, targets, subjects, fields."""

import json
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.forms.rules import FormState, SubmissionState, Target, WriteBackState
from linli.register.queries.relating import RELATION_NAMES
from linli.register.wording import SEX_NAMES, STATE_NAMES, USE_NAMES

type Word = str | Promise

TARGET_NAMES: Mapping[str, Word] = {
    Target.HOUSEHOLD.value: _("家庭户"),
    Target.PERSON.value: _("个人"),
    Target.PLACE.value: _("场所"),
    Target.NONE.value: _("不限"),
}
FORM_STATES: Mapping[str, Word] = {
    FormState.DRAFT.value: _("待准入"),
    FormState.ADMITTED.value: _("已准入"),
    FormState.WITHDRAWN.value: _("已撤回"),
    "over": _("已到期"),
}
SUBMISSION_STATES: Mapping[str, Word] = {
    SubmissionState.RECEIVED.value: _("已收到"),
    SubmissionState.IN_REVIEW.value: _("待审核"),
    SubmissionState.TAKEN.value: _("已审核"),
    SubmissionState.REPLACED.value: _("已由新的替换"),
    SubmissionState.ERASED.value: _("内容已按本人请求删除"),
}
WRITE_BACK_STATES: Mapping[str, Word] = {
    WriteBackState.WAITING.value: _("待审核"),
    WriteBackState.TAKEN.value: _("已写回登记"),
    WriteBackState.KEPT.value: _("登记不变"),
    WriteBackState.CONFLICT.value: _("登记后来变了，请再看"),
    WriteBackState.REPLACED.value: _("已由新的替换"),
}
FIELD_NAMES: Mapping[str, Word] = {
    "name": _("姓名"),
    "sex": _("性别"),
    "born_on": _("出生日期"),
    "phone": _("电话"),
    "use": _("房屋用途"),
    "state": _("房屋状态"),
    "member": _("新的家庭成员"),
}
ATTRIBUTE_NAMES: Mapping[str, Word] = {
    "resident.name": _("居民·姓名"),
    "resident.sex": _("居民·性别"),
    "resident.born_on": _("居民·出生日期"),
    "resident.phone": _("居民·电话"),
    "resident.relation": _("居民·与户主关系"),
    "resident.id": _("居民（自动填入）"),
    "household.id": _("家庭户（自动填入）"),
    "household.members": _("家庭户·成员"),
    "dwelling.id": _("房屋（自动填入）"),
    "dwelling.address": _("房屋·住址"),
    "dwelling.use": _("房屋·用途"),
    "dwelling.state": _("房屋·状态"),
}
KIND_NAMES: Mapping[str, Word] = {
    "text": _("文字"),
    "int": _("整数"),
    "decimal": _("数字"),
    "date": _("日期"),
    "time": _("时间"),
    "dateTime": _("日期时间"),
    "select": _("单选"),
    "selects": _("多选"),
    "rank": _("排序"),
    "geopoint": _("位置"),
    "file": _("照片或文件"),
    "note": _("说明"),
    "hidden": _("自动填入"),
    "group": _("一组"),
    "repeat": _("可重复的一组"),
}
_VALUES: Mapping[str, Mapping[str, Word]] = {
    "sex": SEX_NAMES, "use": USE_NAMES, "state": STATE_NAMES, "relation": RELATION_NAMES,
}  # fmt: skip


def value_said(field: str, text: str) -> str:
    """Name a value for people: codes of the register by their words, the rest as it is."""
    if field == "member" and text.startswith("{"):
        said: dict[str, str] = json.loads(text)
        return " ".join(value_said(name, one) for name, one in said.items() if one)
    return str(_VALUES.get(field, {}).get(text, text))
