"""How cases say no about reports, steps and what they need."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class CaseNotFound(NotFound):
    """There is no such case, or the person may not see it."""

    code = "case.not-found"
    text = _("没有找到这件案卷，或者您无权查看。")


class StepNotAllowed(NotAllowed):
    """The post does not allow this step here."""

    code = "case.step-not-allowed"
    text = _("您的岗位不能在这里办理这一步。")


class WrongState(Refused):
    """The case is not where this step starts."""

    code = "case.wrong-state"
    text = _("这件案卷现在的状态不能办理这一步，请刷新后再看。")


class SamePerson(Refused):
    """Whoever handled a case does not check or close it."""

    code = "case.same-person"
    text = _("核查和结案须由处置人以外的人办理。")


class TextMissing(Invalid):
    """A report without a word cannot be handled."""

    code = "case.text-missing"
    text = _("请写明情况：至少 4 个字。")


class TextTooLong(Invalid):
    """A text is longer than anybody would read."""

    code = "case.text-too-long"
    text = _("文字太长：最多 %(most)s 个字，现在 %(found)s 个字。")


class DuplicateOfItself(Invalid):
    """A case cannot repeat itself."""

    code = "case.duplicate-of-itself"
    text = _("这是本案卷自己的编号，请填它所重复的那一件。")


class ReasonMissing(Invalid):
    """A step that people will ask about needs its reason."""

    code = "case.reason-missing"
    text = _("请写明理由。")


class ResultMissing(Invalid):
    """An answer says what was done."""

    code = "case.result-missing"
    text = _("请写明处置结果。")


class EvidenceMissing(Refused):
    """The kind needs photos from before and after, or after handling."""

    code = "case.evidence-missing"
    text = _("这类案卷须有%(missing)s照片才能反馈结果，请先上传。")


class KindUnknown(Invalid):
    """There is no such kind in the catalogue."""

    code = "case.kind-unknown"
    text = _("没有“%(kind)s”这个事项类别，请从目录中选择。")


class KindMissing(Invalid):
    """A case is filed under a kind."""

    code = "case.kind-missing"
    text = _("立案前请选定事项类别。")


class LaneNotForKind(Invalid):
    """The kind does not allow this lane."""

    code = "case.lane-not-for-kind"
    text = _("这个事项类别不能走所选的办理通道。")


class ChannelUnknown(Invalid):
    """There is no such channel in the catalogue."""

    code = "case.channel-unknown"
    text = _("没有“%(channel)s”这个来源渠道。")


class OwnerUnknown(Refused):
    """No unit answers for the kind's duty here."""

    code = "case.owner-unknown"
    text = _("这里还没有单位负责这类事项，请由派遣员指定责任单位。")


class UnitUnknown(Invalid):
    """There is no such unit."""

    code = "case.unit-unknown"
    text = _("没有“%(unit)s”这个单位，或它已停用。")


class ReturnedBefore(Refused):
    """A unit returns an order once; after that the command centre rules."""

    code = "case.returned-before"
    text = _("本单位已退回过一次，不能再退；请联系派遣员裁定。")


class ReopenTooLate(Refused):
    """A closed case may be opened again within some days only."""

    code = "case.reopen-too-late"
    text = _("结案已超过 %(days)s 天，不能再重开；请重新上报。")


class RatingInvalid(Invalid):
    """A rating has five levels."""

    code = "case.rating-invalid"
    text = _("评价分五级，请选 1 到 5。")


class RatedBefore(Refused):
    """A case is rated once after each closing."""

    code = "case.rated-before"
    text = _("这件案卷已经评价过了，谢谢您。")


class PointOutOfRange(Invalid):
    """Coordinates that lie nowhere on Earth, or look swapped."""

    code = "case.point-out-of-range"
    text = _("坐标不正确：经度应在 73 到 136、纬度应在 3 到 54 之间，请检查是否写反。")


class PhoneInvalid(Invalid):
    """The text is no phone number."""

    code = "case.phone-invalid"
    text = _("电话号码不正确，请检查位数；也可以留空。")


class FileNotPhoto(Invalid):
    """The file is no picture Linli can read."""

    code = "case.file-not-photo"
    text = _("文件“%(name)s”不是可以读取的照片，请上传 JPEG、PNG 或 WebP。")


class FileTooLarge(Invalid):
    """The file is larger than the installation takes."""

    code = "case.file-too-large"
    text = _("文件“%(name)s”太大：%(found)s MB，最多 %(most)s MB。")


class PhotosEnough(Refused):
    """A case has as many photos as whoever reported may give it."""

    code = "case.photos-enough"
    text = _("这件案卷已有 %(most)s 张照片，不能再添加；请写在文字里。")


class TooManyReports(Refused):
    """One address handed in more reports than a person would."""

    code = "case.too-many-reports"
    text = _("来自您网络地址的上报太多，请一小时后再试，或拨打社区电话。")


class ColumnMissing(Invalid):
    """The mapping names a column that the file does not have."""

    code = "case.column-missing"
    text = _("文件里没有“%(column)s”这一列。现有的列：%(columns)s。")


class ColumnBarred(Refused):
    """A file has a column for data that Linli never holds (safeguards)."""

    code = "case.column-barred"
    text = _("文件没有导入：“%(column)s”一列是%(reason)s，邻里不登记这类信息。请删去这一列再导入。")


class FieldUnknown(Invalid):
    """The mapping names a field that cases do not have."""

    code = "case.field-unknown"
    text = _("没有“%(name)s”这个字段。可用的字段：%(names)s。")


class SourceKeyTaken(Refused):
    """Somebody else has sent a report under this key of this source."""

    code = "case.source-key-taken"
    text = _("来源“%(source)s”的编号“%(key)s”已经有人上报过。")


class TrackingUnknown(NotFound):
    """The tracking code does not open any case."""

    code = "case.tracking-unknown"
    text = _("没有找到这个查询码，请核对后再输入。")


class AnswerMissing(Invalid):
    """A step asks for something that was not said."""

    code = "case.answer-missing"
    text = _("请填写这一项。")


class AnswerWrong(Invalid):
    """What was said does not fit what a step asks for."""

    code = "case.answer-wrong"
    text = _("“%(answer)s”不是这一项要填的内容，请改正。")


class ConditionNotForKind(Invalid):
    """The kind's limits know no such condition."""

    code = "case.condition-not-for-kind"
    text = _("这个事项类别没有所选的时限条件。")


class PairSame(Invalid):
    """The photo after the work is the one before it."""

    code = "case.pair-same"
    text = _("处置后的照片和处置前的是同一张，请上传处置后拍的照片。")


class PairTooEarly(Invalid):
    """The photo after the work was taken before the work."""

    code = "case.pair-too-early"
    text = _("处置后的照片拍摄时间早于处置前的照片或上报时间，请上传处置后拍的照片。")


class PairApart(Invalid):
    """The two photos were taken at different places."""

    code = "case.pair-apart"
    text = _("处置前后的照片拍摄地点相距 %(metres)s 米（最多 %(most)s 米），请到原地点拍摄后再上传。")


class OutcomeUnknown(Invalid):
    """A case is closed with one of the outcomes there are."""

    code = "case.outcome-unknown"
    text = _("没有“%(outcome)s”这种结案结果。")
