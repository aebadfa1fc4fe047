"""How the register says no to a person, a home or a day that cannot be."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale


class BuildingLivedIn(Refused):
    """A building in which somebody lives or is registered cannot be closed."""

    code = "register.building-lived-in"
    text = _("“%(name)s”里还登记着 %(count)s 户人家。请先为他们办理迁出，再停用楼栋。")


class NameMissing(Invalid):
    """A resident has no name, or one too long."""

    code = "register.name-missing"
    text = _("请填写姓名（不超过 %(most)s 个字）。")


class SexUnknown(Invalid):
    """Sex is not written as the household register writes it."""

    code = "register.sex-unknown"
    text = _("性别只能是 female（女）或 male（男）。")


class BirthDateWrong(Invalid):
    """Nobody is born in the future, or so long ago."""

    code = "register.birth-date-wrong"
    text = _("出生日期 %(born_on)s 不可能，请核对。")


class IdNumberInvalid(Invalid):
    """The ID number fails its check digit."""

    code = "register.id-number-invalid"
    text = _("身份证号校验不通过，请核对。")


class IdNumberDiffers(Invalid):
    """The ID number tells another birth date or sex."""

    code = "register.id-number-differs"
    text = _("身份证号与出生日期或性别不一致，请核对。")


class PhoneInvalid(Invalid):
    """The phone number is no number."""

    code = "register.phone-invalid"
    text = _("电话号码不正确，请核对。")


class HouseholdEmpty(Invalid):
    """A household needs people."""

    code = "register.household-empty"
    text = _("一户至少要有一名成员。")


class ResidentNotFound(NotFound):
    """There is no such resident, or no home of theirs lies in the reader's area."""

    code = "register.resident-not-found"
    text = _("没有找到这名居民，或者不在您的工作范围内。")


class HouseholdNotFound(NotFound):
    """There is no such household, or it lies outside the reader's area."""

    code = "register.household-not-found"
    text = _("没有找到这一户，或者不在您的工作范围内。")


class DwellingNotFound(NotFound):
    """There is no such dwelling, or it lies outside the writer's area."""

    code = "register.dwelling-not-found"
    text = _("没有找到这处房屋，或者不在您的工作范围内。")


class NotOfYourArea(NotAllowed):
    """The home lies where this person may read but not write."""

    code = "register.not-of-your-area"
    text = _("这一住处不在您可以登记的范围内。")


class RecordStale(Stale):
    """Somebody changed the record since the page was opened."""

    code = "register.record-stale"
    text = _("这份登记在您打开之后已被修改，请刷新后核对再保存。")


class FieldUnknown(Invalid):
    """No such field of a resident can be corrected or stated."""

    code = "register.field-unknown"
    text = _("没有可以登记的项目“%(name)s”。")


class SourceUnknown(Invalid):
    """Nobody declared such a source."""

    code = "register.source-unknown"
    text = _("没有登记来源“%(source)s”。")


class NothingChanges(Invalid):
    """What is handed in is what stands already."""

    code = "register.nothing-changes"
    text = _("与现有登记相同，没有需要修改的内容。")


class ReasonMissing(Invalid):
    """What is done needs a reason that can be read later."""

    code = "register.reason-missing"
    text = _("请写明理由（至少 %(least)s 个字）。")


class DayInFuture(Invalid):
    """What happened cannot lie ahead."""

    code = "register.day-in-future"
    text = _("日期 %(day)s 还没有到。")


class DayBeforeBirth(Invalid):
    """Nothing happens to a person before birth."""

    code = "register.day-before-birth"
    text = _("日期 %(day)s 早于出生日期。")


class DayBeforeStart(Invalid):
    """What ends cannot end before it began."""

    code = "register.day-before-start"
    text = _("日期 %(day)s 早于开始日期 %(since)s。")


class HasDied(Refused):
    """The person has died: nothing new begins for them."""

    code = "register.has-died"
    text = _("此人已登记死亡，不能再办理。登记有误的，请先撤销死亡登记。")


class DiedAlready(Refused):
    """The death stands in the register already."""

    code = "register.died-already"
    text = _("死亡已经登记过。")


class LivesElsewhere(Refused):
    """Somebody lives in one home at a time."""

    code = "register.lives-elsewhere"
    text = _("此人现住在另一处。请先迁出，或选择“从原住处搬来”。")


class RegisteredElsewhere(Refused):
    """Somebody is registered in one home at a time."""

    code = "register.registered-elsewhere"
    text = _("此人户籍在另一处。请选择“从原住处迁来”，户籍随之迁移。")


class NotLeftYet(Refused):
    """On that day somebody still lived, or was registered, where they have left since."""

    code = "register.not-left-yet"
    text = _("此人到 %(until)s 才离开前一住处，不能从 %(day)s 起登记新的住处。")


class LivesHereAlready(Refused):
    """The person lives or is registered there already."""

    code = "register.lives-here-already"
    text = _("此人在这一户已有同样的登记。")


class NoHomeToLeave(Refused):
    """Nobody moves out of where they do not live."""

    code = "register.no-home-to-leave"
    text = _("此人目前没有可以迁出的住处。")


class NeitherLivesNorRegistered(Invalid):
    """A residency says that somebody lives there, is registered there, or both."""

    code = "register.neither-lives-nor-registered"
    text = _("请选择居住、户籍，或两者都选。")


class NotOfThisHousehold(Refused):
    """The person is no member of this household today."""

    code = "register.not-of-this-household"
    text = _("此人目前不是这一户的成员。")


class PaperUnknown(Refused):
    """No record has both this ID number and this name; which of the two is wrong is not told."""

    code = "register.paper-unknown"
    text = _("没有身份证号和姓名都相符的登记，请核对证件；确实没有登记过的，请作为新成员登记。")


class HouseholdEnded(Refused):
    """The household is no more."""

    code = "register.household-ended"
    text = _("这一户已经结束。")


class HouseholdKeepsNobody(Refused):
    """A household is split: somebody stays and somebody leaves."""

    code = "register.household-keeps-nobody"
    text = _("分户须有人留下，也有人分出。")


class RelationUnknown(Invalid):
    """There is no such relation, or only the head may have it."""

    code = "register.relation-unknown"
    text = _("没有这种关系“%(relation)s”，或者它只属于户主。")


class IdNumberTaken(Refused):
    """The ID number stands in another record; nothing is told of it to those who may not see it."""

    code = "register.id-number-taken"
    text = _("这个身份证号已经登记过。如果是同一个人，请办理迁入或合并登记。")

    def __init__(self, *, resident_id: UUID | None = None) -> None:
        super().__init__()
        self.resident_id = resident_id  # only for those who may see the record


class AddressUnclear(Invalid):
    """An address names no one dwelling in the writer's area."""

    code = "register.address-unclear"
    text = _("“%(address)s”不能确定是哪一户室（可能是：%(likely)s）。请写全楼栋、单元和房号。")


class NotOwnRecord(NotFound):
    """An account asks for a record that is neither its own nor a ward's."""

    code = "register.not-own-record"
    text = _("没有找到属于您或您监护的孩子的登记信息。账号还没有对应居民登记的，请带身份证到社区窗口办理。")
