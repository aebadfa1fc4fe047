"""What each fault means for the person who mends it: which column, what is wrong, what to do."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.register.importing.columns import FIELD_NAMES
from linli.register.rules import LONGEST_NAME, OLDEST_YEARS
from linli.register.rules.arriving import Fault, Wrong

WRONG_NAMES: Mapping[Wrong, Promise | str] = {
    Wrong.NAME_MISSING: gettext_lazy("没有姓名"),
    Wrong.NAME_LONG: gettext_lazy("姓名太长"),
    Wrong.SEX_UNKNOWN: gettext_lazy("性别认不出"),
    Wrong.SEX_DIFFERS: gettext_lazy("性别与身份证号不一致"),
    Wrong.BIRTH_MISSING: gettext_lazy("没有出生日期"),
    Wrong.BIRTH_DIFFERS: gettext_lazy("出生日期与身份证号不一致"),
    Wrong.DATE_IMPOSSIBLE: gettext_lazy("日期不存在"),
    Wrong.DATE_FUTURE: gettext_lazy("日期在将来"),
    Wrong.TOO_OLD: gettext_lazy("出生日期太早"),
    Wrong.ID_NUMBER: gettext_lazy("身份证号校验不通过"),
    Wrong.PHONE: gettext_lazy("电话号码不正确"),
    Wrong.RELATION: gettext_lazy("与户主关系认不出"),
    Wrong.TWO_HEADS: gettext_lazy("一户有两个户主"),
    Wrong.STATUS: gettext_lazy("户籍或居住状态认不出"),
    Wrong.NEITHER: gettext_lazy("既不居住也无户籍"),
    Wrong.BEFORE_BIRTH: gettext_lazy("入住早于出生"),
    Wrong.NO_DWELLING_SAID: gettext_lazy("没有写明住处"),
    Wrong.DWELLING_UNKNOWN: gettext_lazy("没有这个户室"),
    Wrong.DWELLING_UNCLEAR: gettext_lazy("不止一个户室相符"),
    Wrong.DWELLING_OUTSIDE: gettext_lazy("户室不在导入的区域"),
    Wrong.APART: gettext_lazy("同一户住在不同户室"),
    Wrong.REPEATED: gettext_lazy("文件内身份证号重复"),
    Wrong.REPEATED_PERSON: gettext_lazy("文件内同一人重复"),
    Wrong.ELSEWHERE: gettext_lazy("已登记在别处"),
    Wrong.HOUSEHOLD_UNKNOWN: gettext_lazy("没有这一户"),
    Wrong.UNREADABLE: gettext_lazy("这一行读不出来"),
    Wrong.TOO_MANY_CELLS: gettext_lazy("格数比列名多"),
}
_REMEDIES: Mapping[Wrong, Promise | str] = {
    Wrong.NAME_MISSING: gettext_lazy("没有姓名或有不能显示的字符，请填写姓名。"),
    Wrong.NAME_LONG: gettext_lazy("姓名超过 %(most)s 个字，请只填姓名。"),
    Wrong.SEX_UNKNOWN: gettext_lazy("性别只能写“男”或“女”，请改正；有身份证号的也可以留空。"),
    Wrong.SEX_DIFFERS: gettext_lazy("性别与身份证号第 17 位不一致，请对照证件改正其中一项。"),
    Wrong.BIRTH_MISSING: gettext_lazy("没有出生日期，也没有身份证号，请填写其中一项。"),
    Wrong.BIRTH_DIFFERS: gettext_lazy("出生日期与身份证号第 7 至 14 位不一致，请对照证件改正其中一项。"),
    Wrong.DATE_IMPOSSIBLE: gettext_lazy("不是日历上有的日期，请写成 1958-04-05 这样的形式。"),
    Wrong.DATE_FUTURE: gettext_lazy("日期在今天之后，请核对。"),
    Wrong.TOO_OLD: gettext_lazy("出生日期在 %(years)s 年以前，请核对。"),
    Wrong.ID_NUMBER: gettext_lazy("身份证号不是 18 位或校验位不对，请对照证件改正；没有的请留空。"),
    Wrong.PHONE: gettext_lazy("不是手机或固定电话号码，请改正；没有的请留空。"),
    Wrong.RELATION: gettext_lazy("认不出这个关系，请写成“配偶”“子”“女”“父亲”“其他”等；不清楚的请留空。"),
    Wrong.TWO_HEADS: gettext_lazy("这一户已有户主（%(other)s），一户只能有一个户主，请改正关系或家庭编号。"),
    Wrong.STATUS: gettext_lazy("认不出，请写“是”或“否”（也可写“常住”“外出”“人户分离”等）。"),
    Wrong.NEITHER: gettext_lazy("既不住在这里，户籍也不在这里，不必登记；填错的请改正这两列。"),
    Wrong.BEFORE_BIRTH: gettext_lazy("入住日期早于出生日期，请核对这两列。"),
    Wrong.NO_DWELLING_SAID: gettext_lazy("没有写明楼栋和房号（或详细地址），请补上。"),
    Wrong.DWELLING_UNKNOWN: gettext_lazy(
        "没有这个户室，请核对楼栋、单元和房号；确有此户的，请先在区域管理中登记户室。"
    ),
    Wrong.DWELLING_UNCLEAR: gettext_lazy("有不止一个户室相符，请补上小区、单元或网格。"),
    Wrong.DWELLING_OUTSIDE: gettext_lazy("这栋楼不在本次导入的区域内，请核对，或请所属街道社区导入。"),
    Wrong.APART: gettext_lazy("家庭编号与%(other)s相同，却住在另一个户室；编号只在一栋楼内有效的，请不要选这一列。"),
    Wrong.REPEATED: gettext_lazy("身份证号与%(other)s相同，请删去重复的一行，或改正身份证号。"),
    Wrong.REPEATED_PERSON: gettext_lazy("姓名、出生日期和户室与%(other)s相同，请删去重复的一行。"),
    Wrong.ELSEWHERE: gettext_lazy("这名居民已登记在另一住处，请办理迁入，不要重复录入。"),
    Wrong.HOUSEHOLD_UNKNOWN: gettext_lazy("没有这一户，或者不在导入的区域内；请清空这一格，改填楼栋和房号。"),
    Wrong.UNREADABLE: gettext_lazy("这一行分不成格，多半是引号没有成对；原文在最后一列，请改好后填回各列。"),
    Wrong.TOO_MANY_CELLS: gettext_lazy(
        "这一行的格数比列名多，多半是内容里的逗号没有加引号；原文在最后一列，请填回各列。"
    ),
}


def sentence(fault: Fault, columns: Mapping[str, str]) -> str:
    """Say what is wrong and how to mend it, with the column as the file calls it."""
    other = _("第 %(row)s 行") % {"row": fault.row} if fault.row else _("登记中")
    said = str(_REMEDIES[fault.wrong]) % {"most": LONGEST_NAME, "years": OLDEST_YEARS, "other": other}
    column = columns.get(fault.field) or FIELD_NAMES.get(fault.field, "")
    return _("“%(column)s”列：%(said)s") % {"column": column, "said": said} if column else said


def sentences(faults: Iterable[Fault], columns: Mapping[str, str]) -> str:
    """Say all that is wrong with a row."""
    return " ".join(sentence(fault, columns) for fault in faults)
