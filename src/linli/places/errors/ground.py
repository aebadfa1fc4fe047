"""How map layers and facilities say no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused


class FacilityClassesBroken(Invalid):
    """The declared classes of facilities have problems and are not used."""

    code = "places.facility-classes-broken"
    text = _("设施类别目录有问题：%(problems)s")


class FacilityUnknown(NotFound):
    """There is no such facility, or it lies outside one's areas."""

    code = "places.facility-unknown"
    text = _("没有找到设施“%(facility)s”，或者您无权查看。")


class FacilityCodeWrong(Invalid):
    """A facility's code is missing, too long, or holds other than letters, digits and hyphens."""

    code = "places.facility-code-wrong"
    text = _("设施编码“%(facility)s”无效：用 1–%(most)s 位字母、数字或连字符。")


class FacilityNameMissing(Invalid):
    """A facility needs a name."""

    code = "places.facility-name-missing"
    text = _("设施“%(facility)s”没有名称。")


class FacilityClassUnknown(Invalid):
    """No class of facilities is called so, and the facility's name does not tell it."""

    code = "places.facility-class-unknown"
    text = _("没有“%(given)s”这类设施，可用的有：%(known)s。")


class FacilityTwice(Invalid):
    """One file gives one code to two different facilities."""

    code = "places.facility-twice"
    text = _("设施编码 %(facility)s 在文件里已有一行，内容却不同。")


class FacilityDatesBackwards(Invalid):
    """A facility was closed before it was recorded."""

    code = "places.facility-dates-backwards"
    text = _("停用日期早于登记日期，请核对。")


class PhoneWrong(Invalid):
    """The phone of an office is not a phone number."""

    code = "places.phone-wrong"
    text = _("“%(given)s”不是电话号码，请写办公电话。")


class OutsideEveryArea(Invalid):
    """A thing lies outside every area."""

    code = "places.outside-every-area"
    text = _("位置不在任何区域内，请核对坐标或坐标系，或先导入区域边界。")


class LayerNotTold(Invalid):
    """Nothing says which layer the features of a file belong to."""

    code = "places.layer-not-told"
    text = _("看不出“%(file)s”是哪一种图层，请指明只导入其中一种（--layer）：%(known)s。")


class BuildingIsClosed(Refused):
    """A building was closed: nobody moves in, and none of its dwellings is in use."""

    code = "places.building-is-closed"
    text = _("“%(name)s”已于 %(day)s 停用。停用有误的，先在楼栋页（或用 linli areas reopen-building）恢复使用。")


class BuildingNotClosed(Refused):
    """Only a building that was closed is opened again."""

    code = "places.building-not-closed"
    text = _("“%(name)s”没有停用，不用恢复。")


class BuildingInUse(Refused):
    """A building with dwellings in use cannot be closed."""

    code = "places.building-in-use"
    text = _("“%(name)s”还有 %(count)s 个户室没有记为“已拆除”。请先把这些户室的状态改为“已拆除”，再停用楼栋。")


class ClosedAhead(Invalid):
    """A building is closed when it is gone, not before."""

    code = "places.closed-ahead"
    text = _("停用日期不能晚于今天。楼还在的，等拆除以后再停用。")


class MapFieldUnknown(Invalid):
    """`--map` names a field that map layers do not have."""

    code = "places.map-field-unknown"
    text = _("图层没有“%(field_name)s”这一项，可用的有：%(known)s。")


class MapColumnUnknown(Invalid):
    """`--map` names a column that no file of the map has."""

    code = "places.map-column-unknown"
    text = _("文件中都没有“%(column)s”一列，现有的列：%(found)s。")


class MapFileBroken(Invalid):
    """An OpenStreetMap file is damaged or ends too early."""

    code = "places.map-file-broken"
    text = _("地图文件“%(file)s”已损坏或不完整，请重新下载：%(why)s")
