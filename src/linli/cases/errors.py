"""How cases say no."""

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


class ClockNotRunning(Refused):
    """A clock that stands still or is done cannot be stopped or extended."""

    code = "case.clock-not-running"
    text = _("时限现在没有在计时，不能暂停或延期。")


class ClockNotPaused(Refused):
    """Only a clock that stands still can go on."""

    code = "case.clock-not-paused"
    text = _("时限没有暂停，无须恢复。")


class ClockOverdue(Refused):
    """What has run out is past stopping and past extending: that is asked for in time."""

    code = "case.clock-overdue"
    text = _("时限已到，不能再申请暂停或延期；请尽快办理并说明原因。")


class PauseWithoutEnd(Invalid):
    """A pause has an end in the future."""

    code = "case.pause-without-end"
    text = _("暂停要写明到什么时候为止，而且要晚于现在。")


class PausedTooOften(Refused):
    """A clock has stood still as often as it may."""

    code = "case.paused-too-often"
    text = _("已暂停过 %(times)s 次，不能再暂停。")


class PauseTooLong(Invalid):
    """A pause would last longer than it may for this cause, or than all pauses together may."""

    code = "case.pause-too-long"
    text = _("暂停时间太长：最多 %(longest)s。")


class ExtendedTooOften(Refused):
    """A clock has been extended as often as it may."""

    code = "case.extended-too-often"
    text = _("已延期 %(times)s 次，不能再延。")


class ExtensionTooLong(Invalid):
    """One extension gives no more than the limit was, in the same unit."""

    code = "case.extension-too-long"
    text = _("每次延期不能超过原时限：最多 %(limit)s，并用同一单位。")


class ReliefReasonUnknown(Invalid):
    """A pause or an extension has a cause that the catalogue knows for it."""

    code = "case.relief-reason-unknown"
    text = _("不能以“%(reason)s”为由提出这项申请，请从目录中选择理由。")


class ReliefPhotoMissing(Invalid):
    """A cause that is shown by a photo needs one of the case."""

    code = "case.relief-photo-missing"
    text = _("这个理由要有照片佐证，请先上传照片再申请。")


class ReliefAskedAlready(Refused):
    """One application at a time."""

    code = "case.relief-asked-already"
    text = _("已有一项申请在等待审批。")


class NothingAsked(Refused):
    """There is no application to decide."""

    code = "case.nothing-asked"
    text = _("没有等待审批的申请。")


class OwnApplication(Refused):
    """Nobody decides what they asked for themselves."""

    code = "case.own-application"
    text = _("不能审批自己提出的申请。")


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


class MainEnded(Refused):
    """A case is merged into one that is still open and stands for itself."""

    code = "case.main-ended"
    text = _("不能并入已经结束或已并入别处的案卷，请填仍在办理的主案卷。")


class ConfidentialApart(Refused):
    """A confidential case and an open one are not merged: each reporter would follow the other."""

    code = "case.confidential-apart"
    text = _("保密案卷和普通案卷不能并案。")


class LinkedToItself(Invalid):
    """A case is not linked with itself."""

    code = "case.linked-to-itself"
    text = _("这是本案卷自己的编号，请填另一件。")


class TooManyAtOnce(Invalid):
    """One command moves as many cases as a person has looked at."""

    code = "case.too-many-at-once"
    text = _("一次请选 1 到 %(most)s 件。")


class NoRepeat(Refused):
    """The place does not show often enough for a root-cause case."""

    code = "case.no-repeat"
    text = _("这里还不是反复发生的问题：%(found)s 次，满 %(least)s 次才开立根源案卷。")


class NoLowRating(Refused):
    """Nothing is left to be answered: the rating was not low, or was answered before."""

    code = "case.no-low-rating"
    text = _("这件案卷没有待回应的差评。")


class StepHasOwnForm(Refused):
    """A step with an action of its own is not taken as a merely declared one."""

    code = "case.step-has-own-form"
    text = _("这一步有专门的表单，请在案卷页上办理。")
