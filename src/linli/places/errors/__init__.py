"""How the places room says no; of map layers and facilities in `errors.ground`."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused


class AreaUnknown(NotFound):
    """No area has this code."""

    code = "places.area-unknown"
    text = _("没有代码为“%(area_code)s”的区域。")


class AreaCodeInvalid(Invalid):
    """The code is not a division or grid code."""

    code = "places.area-code-invalid"
    text = _("区域代码“%(area_code)s”无效：省 2 位、市 4 位、区县 6 位、街道 9 位、社区 12 位、网格 15 位数字。")


class LevelMismatch(Invalid):
    """The code has the length of another level."""

    code = "places.level-mismatch"
    text = _("代码“%(area_code)s”不是%(level)s一级的代码，请核对代码或层级。")


class NameMissing(Invalid):
    """An area needs a name."""

    code = "places.name-missing"
    text = _("代码为“%(area_code)s”的区域没有名称，请补上名称。")


class NameTooLong(Invalid):
    """A name is far longer than names are."""

    code = "places.name-too-long"
    text = _("代码为“%(area_code)s”的区域名称超过 %(most)s 个字，请核对这一列是不是名称。")


class NameAmbiguous(Invalid):
    """Several stored areas have the name of an area above."""

    code = "places.name-ambiguous"
    text = _("已有几个叫“%(name)s”的区域：%(codes)s。请用 --under 指明是哪一个。")


class ParentUnknown(Invalid):
    """Nothing says where an area without a code belongs."""

    code = "places.parent-unknown"
    text = _("不知道“%(name)s”属于哪个上级区域：请在文件中给出上级名称，或用 --under 指明上级代码。")


class ParentMissing(Refused):
    """A grid belongs to one community, which must be there first."""

    code = "places.parent-missing"
    text = _("网格“%(area_code)s”所属的社区“%(parent_code)s”不存在或已停用，请先导入社区。")


class CodeClosed(Refused):
    """A closed code is never used again."""

    code = "places.code-closed"
    text = _("代码“%(area_code)s”已停用，停用的代码不再使用，请给新区域一个新代码。")


class CodeTwice(Refused):
    """One file gives one code to two areas."""

    code = "places.code-twice"
    text = _("代码“%(area_code)s”在文件中出现了两次，只取第一次，请改正其中一个。")


class AreaHasParts(Refused):
    """An area with open areas below it cannot be closed."""

    code = "places.area-has-parts"
    text = _("“%(name)s”下面还有 %(count)s 个在用区域，请先停用或调整它们。")


class ValidityBackwards(Invalid):
    """An area cannot end before it began."""

    code = "places.validity-backwards"
    text = _("停用日期 %(valid_to)s 早于启用日期 %(valid_from)s，请核对日期。")


class DateAhead(Invalid):
    """A change of areas takes effect today or took effect earlier."""

    code = "places.date-ahead"
    text = _("日期 %(day)s 还没有到，请在当天或之后办理。")


class NoCodeLeft(Refused):
    """All provisional codes under a parent are given away."""

    code = "places.no-code-left"
    text = _("“%(name)s”下面的临时代码已用完，请用 --codes 提供正式代码。")


class FeatureSwitchUnknown(Invalid):
    """A switch must be named in plain small letters."""

    code = "places.feature-switch-unknown"
    text = _("功能开关“%(name)s”的写法无效：只用小写字母、数字和连字符。")


class GeometryMissing(Invalid):
    """A feature has no shape, or one that is no polygon."""

    code = "places.geometry-missing"
    text = _("没有面状图形（Polygon 或 MultiPolygon），请补上边界。")


class GeometryBroken(Invalid):
    """A shape cannot be read, or nothing of it is left after mending."""

    code = "places.geometry-broken"
    text = _("图形无法读取或修复，请在制图软件中检查后重新导出。")


class CoordinatesSwapped(Invalid):
    """Latitude stands where longitude belongs."""

    code = "places.coordinates-swapped"
    text = _("经纬度顺序颠倒（应先经度后纬度），请改正文件，或加 --swap 由程序对调。")


class NotDegrees(Invalid):
    """The coordinates are not degrees."""

    code = "places.not-degrees"
    text = _("坐标不是经纬度（度），可能是投影坐标，请转换为 CGCS2000 经纬度后再导入。")


class ColumnMissing(Invalid):
    """A file lacks a column, or nothing says which one it is."""

    code = "places.column-missing"
    text = _("找不到“%(column)s”一列，文件中有：%(found)s。请用 --map %(column)s=列名 指明。")


class PointColumnMissing(Invalid):
    """A table of points has no column that is known to be its longitude or latitude."""

    code = "places.point-column-missing"
    text = _("找不到经度或纬度一列，文件中有：%(found)s。列名请写“经度”“纬度”，或 lon、lat；列之间用英文逗号。")


class ColumnUnknown(Invalid):
    """A column was named that the file does not have."""

    code = "places.column-unknown"
    text = _("文件中没有“%(column)s”一列，有：%(found)s。")


class FieldUnknown(Invalid):
    """`--map` names a field that areas do not have."""

    code = "places.field-unknown"
    text = _("区域没有“%(field_name)s”这一项，可用的有：%(known)s。")


class LevelUnknown(Invalid):
    """Nothing says which level the features are."""

    code = "places.level-unknown"
    text = _("看不出这些图形是哪一级区域，请用 --level 指明：city、district、street、community 或 grid。")


class LayerUnknown(NotFound):
    """There is no map layer of that name."""

    code = "places.layer-unknown"
    text = _("没有名为“%(name)s”的图层。")


class BoundsInvalid(Invalid):
    """A map window must be four numbers."""

    code = "places.bounds-invalid"
    text = _("地图范围应为四个数字：西,南,东,北。")


class BuildingUnknown(NotFound):
    """No building has this id or code."""

    code = "places.building-unknown"
    text = _("没有代码为“%(building)s”的楼栋。")


class ComponentUnknown(NotFound):
    """No component has this code."""

    code = "places.component-unknown"
    text = _("没有编码为“%(component)s”的部件。")


class ComponentCodeWrong(Invalid):
    """A component's code is not a whole one."""

    code = "places.component-code-wrong"
    text = _("部件编码“%(component)s”应为 %(digits)s 位数字。")


class ComponentCodeIsNumber(Invalid):
    """A spreadsheet kept a code as a number: of 16 digits it keeps 15."""

    code = "places.component-code-is-number"
    text = _("部件编码在表格里存成了数字，超过 15 位的数字末位会变，请把这一列设为文本后重新填写。")


class ComponentClassWrong(Invalid):
    """There can be no such class of components."""

    code = "places.component-class-wrong"
    text = _("部件小类“%(given)s”应为 %(digits)s 位数字。")


class ComponentNameMissing(Invalid):
    """A component has no name."""

    code = "places.component-name-missing"
    text = _("部件 %(component)s 没有名称。")


class ComponentStateUnknown(Invalid):
    """A component is in a state that there is not."""

    code = "places.component-state-unknown"
    text = _("没有“%(given)s”这种部件状态，可用：完好、破损、丢失、废弃。")


class ComponentDatesBackwards(Invalid):
    """A component was changed before it was recorded."""

    code = "places.component-dates-backwards"
    text = _("部件的变更日期早于登记日期。")


class ComponentPointMissing(Invalid):
    """A component has no coordinates that can be read."""

    code = "places.component-point-missing"
    text = _("没有坐标，或坐标不是数字：“%(given)s”。")


class ComponentLayoutWrong(Invalid):
    """The layout of component codes does not make 16 digits."""

    code = "places.component-layout-wrong"
    text = _("部件编码的结构“%(layout)s”不正确，应为四段长度，合计 16 位，例如 6+2+2+6。")


class ComponentRowUnreadable(Invalid):
    """A row cannot be divided into cells."""

    code = "places.component-row-unreadable"
    text = _("这一行读不出来：%(why)s。")


class ComponentTwice(Invalid):
    """Two rows of a file give one code to different things."""

    code = "places.component-twice"
    text = _("编码 %(component)s 在文件里已有一行，内容却不同。")


class ComponentDateUnreadable(Invalid):
    """A cell should hold a date."""

    code = "places.component-date-unreadable"
    text = _("“%(given)s”不是可以识别的日期，请写成 2026-11-22。")


class ComponentUnitUnknown(Invalid):
    """A component names a unit that is not registered."""

    code = "places.component-unit-unknown"
    text = _("没有登记过单位“%(unit)s”，请先登记这个单位，或用 --allow-unknown-units 留空导入。")


class PositionClassWrong(Invalid):
    """There is no such class of exactness."""

    code = "places.position-class-wrong"
    text = _("没有“%(given)s”这种定位精度，可用：A、B、C。")


class ColumnBarred(Invalid):
    """A file has a column of data that is never held."""

    code = "places.column-barred"
    text = _("文件有“%(column)s”一列，属于%(reason)s。系统不保存这类数据，请删掉这一列再导入。")


class ColumnOfPeople(Invalid):
    """A file of things has a column that tells of people."""

    code = "places.column-of-people"
    text = _("文件有“%(column)s”一列，是居民的资料。部件和设施的登记里不放居民资料，请删掉这一列再导入。")


class TaggedLineWrong(Invalid):
    """A line of a file of tagged addresses is not a word and its tag."""

    code = "places.tagged-line-wrong"
    text = _("第 %(number)s 行不是“字 标签”的写法：“%(line)s”。")


class AliasLength(Invalid):
    """Another name of a place is too short or too long."""

    code = "places.alias-length"
    text = _("别名应为 %(least)s 到 %(most)s 个字。")


class AliasUnknown(NotFound):
    """There is no such other name of a place here."""

    code = "places.alias-unknown"
    text = _("没有这个地址别名。")


class AliasOfNothing(Invalid):
    """What another name should stand for does not exist, or lies outside one's areas."""

    code = "places.alias-of-nothing"
    text = _("没有找到别名所指的小区、楼栋或户室。")


class TaggedTooFew(Invalid):
    """There are too few tagged addresses to learn from."""

    code = "places.tagged-too-few"
    text = _("标注好的地址只有 %(count)s 个，至少要 %(least)s 个才能训练。")


class DwellingUnknown(NotFound):
    """There is no such dwelling."""

    code = "places.dwelling-unknown"
    text = _("没有这套房屋。")


class DwellingValueWrong(Invalid):
    """The text is no use or state of a dwelling."""

    code = "places.dwelling-value-wrong"
    text = _("房屋的用途或状态不正确，请从列表中选择。")


class NotAGrid(Invalid):
    """Only grids are adopted together; the areas above them change one by one."""

    code = "places.not-a-grid"
    text = _("代码“%(area_code)s”不是网格，启用划分方案只能新增、调整或停用网格。")


class GridKeptAndClosed(Invalid):
    """One adoption keeps and closes the same grid."""

    code = "places.grid-kept-and-closed"
    text = _("网格“%(area_code)s”既要保留又要停用，请核对方案。")


class ChangedLater(Refused):
    """An area was changed from a later day on: what held in between would no longer be true."""

    code = "places.changed-later"
    text = _("区域“%(area_code)s”在 %(day)s 有过变动，不能再从更早的一天起改动。请把日期改为 %(day)s 或以后。")


class GroundUncovered(Refused):
    """Ground of a community that lay in a grid would lie in none."""

    code = "places.ground-uncovered"
    text = _("启用后“%(name)s”有 %(percent)s%% 的地面不再属于任何网格，请先补全方案。")


class GridsOverlap(Refused):
    """Grids of one community would lie upon one another."""

    code = "places.grids-overlap"
    text = _("启用后“%(name)s”的网格有 %(percent)s%% 的地面相互重叠，请先改正方案。")
