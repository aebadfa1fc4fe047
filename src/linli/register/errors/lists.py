"""How imports, rolls, questions and readings say no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused, Stale, Unavailable


class BarredColumn(Invalid):
    """A file brings a column that Linli has no place for."""

    code = "register.barred-column"
    text = _("文件中的“%(column)s”一列不能导入：邻里不保存%(reason)s。请删去这一列。")


class BarredField(Invalid):
    """A request brings a field that Linli has no place for."""

    code = "register.barred-field"
    text = _("“%(name)s”不能提交：邻里不保存%(reason)s。请删去这一项。")


class ExplanationMissing(Invalid):
    """Readings that stand out are explained in words."""

    code = "register.explanation-missing"
    text = _("请写明情况说明。")


class NothingStandsOut(Refused):
    """There is nothing to explain: the readings do not stand out, or lie outside the area."""

    code = "register.nothing-stands-out"
    text = _("这段时间里没有需要说明的查阅，或者不在您的工作范围内。")


class RollDayWrong(Invalid):
    """A roll is drawn up for an election that is near."""

    code = "register.roll-day-wrong"
    text = _("选举日 %(on)s 不正确：最早 2000 年，最晚一年以后。")


class RollNotFound(NotFound):
    """There is no such roll, or it lies outside the reader's area."""

    code = "register.roll-not-found"
    text = _("没有找到这份名册，或者不在您的工作范围内。")


class NoCommunityThere(Invalid):
    """Rolls and sheets belong to communities: there is none under this code."""

    code = "register.no-community-there"
    text = _("区域“%(area_code)s”下没有社区。")


class ColumnAbsent(Invalid):
    """A mapping names a column that the file has not."""

    code = "register.column-absent"
    text = _("文件里没有“%(column)s”这一列。文件的列有：%(columns)s。")


class ColumnsLacking(Invalid):
    """No column gives what every person needs."""

    code = "register.columns-lacking"
    text = _("没有找到这些内容所在的列：%(names)s。请指明各列是什么。")


class ImportFieldUnknown(Invalid):
    """A mapping names a field that a person has not."""

    code = "register.import-field-unknown"
    text = _("没有“%(name)s”这个字段。可以用的有：%(names)s。")


class MappingUnknown(NotFound):
    """There is no saved mapping of that name for the area."""

    code = "register.mapping-unknown"
    text = _("这个区域没有保存名为“%(name)s”的列对应关系。")


class ImportNotFound(NotFound):
    """There is no such import, or it lies outside the reader's area."""

    code = "register.import-not-found"
    text = _("没有找到这次导入，或者不在您的工作范围内。")


class ImportStopped(Refused):
    """An import of this very file was broken off, or is running now."""

    code = "register.import-stopped"
    text = _("这个文件正在导入，或者导入到第 %(row)s 行时中断了。如已中断，请加 --resume 或在导入页面点“继续”。")


class ImportNothingToResume(Refused):
    """No import of this file was broken off."""

    code = "register.import-nothing-to-resume"
    text = _("没有这个文件中断的导入可以继续。")


class ImportOvertaken(Stale):
    """Another process is working on the same import."""

    code = "register.import-overtaken"
    text = _("这个文件正由另一个进程导入，本次停止；没有重复录入。")


class ImportFileGone(Refused):
    """The uploaded file was destroyed after its import, or lies too long."""

    code = "register.import-file-gone"
    text = _("上传的文件已经销毁，请重新上传。")


class SnapshotFailed(Unavailable):
    """The copy that city-wide questions are answered from could not be made."""

    code = "register.snapshot-failed"
    text = _("查询快照没有做成（%(why)s），请稍后再试。")


class ImportedAlready(Refused):
    """The very same file was imported with the same columns."""

    code = "register.imported-already"
    text = _("这个文件已经导入过，没有重复录入。被退回的行请在错误表中改好后再导入。")


class WrongImportState(Refused):
    """An import cannot do this now."""

    code = "register.wrong-import-state"
    text = _("这次导入现在不能这样操作，请刷新页面查看进度。")


class QueryUnreadable(Invalid):
    """A typed question cannot be read: at which character, and what was expected there."""

    code = "register.query-unreadable"
    text = _("条件第 %(position)s 个字处有误：%(why)s")


class AttributeUnknown(Invalid):
    """A question names an attribute that is not declared."""

    code = "register.attribute-unknown"
    text = _("条件第 %(position)s 个字处：没有属性“%(name)s”，是否指 %(near)s？")


class AttributeNotAsked(Invalid):
    """Nobody is searched for by name, ID number or phone in a question over people (safeguards: no free person search)."""

    code = "register.attribute-not-asked"
    text = _("条件第 %(position)s 个字处：不能按“%(name)s”查询居民。")


class AreaNotFound(Invalid):
    """A question names an area that is not there."""

    code = "register.area-not-found"
    text = _("您的工作范围内没有区域“%(area)s”。")


class AreaAmbiguous(Invalid):
    """Several areas have the name that a question gives."""

    code = "register.area-ambiguous"
    text = _("有 %(count)s 个区域叫“%(area)s”，请写代码或上级名称，例如 %(paths)s。")


class QueryNameWrong(Invalid):
    """A saved question needs a name."""

    code = "register.query-name-wrong"
    text = _("请写名称（不超过 %(most)s 个字）。")


class QueryNotFound(NotFound):
    """There is no such saved question of this account."""

    code = "register.query-not-found"
    text = _("没有找到保存的查询。")


class TooManyToExport(Refused):
    """More people than one file should hold."""

    code = "register.too-many-to-export"
    text = _("共 %(count)s 人，一次最多导出 %(most)s 人，请缩小范围。")


class CountTooFine(Refused):
    """A rounded count goes by whole communities, bands of five years, sex, living and registered, and by nothing finer."""

    code = "register.count-too-fine"
    text = _("统计数只能按社区以上区域、五岁一组的年龄（如 age >= 60、age < 15）、性别、居住和户籍：%(name)s。")
