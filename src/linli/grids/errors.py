"""How grids says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale


class PlanNotFound(NotFound):
    """There is no such plan, or the person may not know of it."""

    code = "grids.plan-not-found"
    text = _("没有找到这个划分方案，或者您无权查看。")


class PlanNotAllowed(NotAllowed):
    """Plans are drawn by those in charge of the area, and approved by somebody else at the district."""

    code = "grids.plan-not-allowed"
    text = _("您的岗位不能对这个划分方案做这一步。")


class PlanStale(Stale):
    """Somebody else changed the plan meanwhile."""

    code = "grids.plan-stale"
    text = _("这个方案刚被别人改过，请刷新后再试。")


class WrongPlanState(Refused):
    """The step does not fit where the plan stands."""

    code = "grids.wrong-plan-state"
    text = _("方案目前的状态不能做这一步，请刷新后再看。")


class BandInvalid(Invalid):
    """The band's lower end is above its upper end, or not positive."""

    code = "grids.band-invalid"
    text = _("户数范围不对：%(low)s–%(high)s。请写成 300-500 这样，前小后大。")


class TargetOutsideBand(Invalid):
    """The target does not lie within the band."""

    code = "grids.target-outside-band"
    text = _("每格目标户数 %(target)s 应为正数，并落在给定的户数范围之内。")


class UnitsUnknown(Invalid):
    """The ground that is to be moved is not of this community."""

    code = "grids.units-unknown"
    text = _("请先在地图上或列表中选一块地。")


class GridUnknownInPlan(Invalid):
    """There is no such grid in this community of the plan."""

    code = "grids.grid-unknown-in-plan"
    text = _("方案的这个社区里没有这个网格，请重新选择。")


class NothingMoves(Refused):
    """The edit would leave everything as it is."""

    code = "grids.nothing-moves"
    text = _("“%(grid)s”不会有任何变化，请另选网格或另画一条线。")


class GridTorn(Refused):
    """The edit would tear a grid apart."""

    code = "grids.grid-torn"
    text = _("这样改，“%(grid)s”会断成 %(pieces)s 块，不相连。请连同中间的地块一起移，或换一个相邻的网格。")


class GridEmptied(Refused):
    """Nothing would be left of a grid."""

    code = "grids.grid-emptied"
    text = _("这样改，“%(grid)s”就一块地也没有了。要取消这个网格，请用“合并”。")


class DedicatedGround(Refused):
    """Dedicated and kept grids are not edited on the map."""

    code = "grids.dedicated-ground"
    text = _("“%(grid)s”是专属网格或指定保留的网格，不能在图上改动。")


class MustStayApart(Refused):
    """The edit would put together what was told to be apart."""

    code = "grids.must-stay-apart"
    text = _("“%(grid)s”和“%(other)s”里有指定不得同格的地方，不能并到一起。")


class GridNotDivisible(Refused):
    """All of the grid stays together, there is nothing to cut."""

    code = "grids.grid-not-divisible"
    text = _("“%(grid)s”整个是一个要整体保留的小区或地块，没有可以拆开的地方。")


class LineDividesNothing(Refused):
    """A line leaves everything on one side."""

    code = "grids.line-divides-nothing"
    text = _("画的线没有把“%(grid)s”分开，请让线穿过它。")


class LineTooShort(Invalid):
    """A line needs two different points."""

    code = "grids.line-too-short"
    text = _("请画一条至少有两个点的线。")


class NothingToUndo(Refused):
    """Everything that was edited is taken back already."""

    code = "grids.nothing-to-undo"
    text = _("没有可以撤销的修改了。")


class DeclarationsBroken(Invalid):
    """The declared numbers of grids have problems and are not used."""

    code = "grids.declarations-broken"
    text = _("网格目录有问题：%(problems)s")


class BandUnreadable(Invalid):
    """A band is written as two numbers with a line between them."""

    code = "grids.band-unreadable"
    text = _("户数范围“%(text)s”看不懂，请写成 300-500 这样。")


class SettingOutside(Invalid):
    """A setting lies outside what makes sense."""

    code = "grids.setting-outside"
    text = _("%(value)s 不在可用的范围之内（%(least)s 至 %(most)s）。")


class NoNumberLeft(Refused):
    """A community has given away all 999 numbers of its grids; numbers are never given twice."""

    code = "grids.no-number-left"
    text = _("社区 %(area_code)s 的 999 个网格编号已经用完，编号不重复使用。")


class OwnPlan(NotAllowed):
    """A plan is approved by another person than those who drew it, edited it and handed it in."""

    code = "grids.own-plan"
    text = _("划分、修改或提交过这个方案的人不能自己批准，请由区县另一位没有经手过它的负责人批准。")


class NoteMissing(Invalid):
    """A plan is given back with a reason."""

    code = "grids.note-missing"
    text = _("请写明退回的原因。")


class AdoptDayWrong(Invalid):
    """The grids of past days are told already; a plan waits a year at most."""

    code = "grids.adopt-day-wrong"
    text = _("启用日期 %(day)s 不能早于今天，也不能晚于一年以后。")


class NothingToDraw(Refused):
    """No community of the area has a boundary."""

    code = "grids.nothing-to-draw"
    text = _("%(area)s没有带边界的社区，无法划分。请先导入社区边界。")


class GridIsNotDrawn(Refused):
    """Grids are drawn in communities and what lies above them, not inside a grid."""

    code = "grids.grid-is-not-drawn"
    text = _("%(area)s本身是一个网格，不能在里面再划网格。请写社区（%(community)s）、街道或区县的代码。")


class GridsChangedSince(Refused):
    """The present grids of the area are others than those the plan was drawn against."""

    code = "grids.changed-since"
    text = _("方案划好以后，%(areas)s的网格已经变动，请重新划分。")


class DrawingUnderWay(Refused):
    """On the same ground, or a part of it, one drawing is under way at a time."""

    code = "grids.drawing-under-way"
    text = _(
        "%(area)s正在划分（%(by)s于 %(at)s 开始），同一片区域一次只划一个。请等它划完再划；"
        "要先停下它，请%(by)s或区县负责人在方案页上点“停下，取目前最好的方案”；不要它的，点“作废”，或用命令 linli areas withdraw %(id)s。"
    )


class PlanBroken(Refused):
    """A plan with a grid in several pieces, or without ground, is not handed in."""

    code = "grids.plan-broken"
    text = _("有 %(count)s 个网格不连成一片（%(first)s 等），请先修改。")


class NamesAlike(Refused):
    """A plan gives a grid a name that another grid of its community has; it is not handed in."""

    code = "grids.names-alike"
    text = _("同一个社区里有网格同名：%(names)s。请在地图编辑里改名后再提交。")


class NoPresentGrids(Refused):
    """There are no grids yet that could be changed."""

    code = "grids.no-present-grids"
    text = _("%(area)s还没有网格，无法调整；请用“划分”从头划分。")


class GridNameWrong(Invalid):
    """A grid needs a name that fits on its board."""

    code = "grids.grid-name-wrong"
    text = _("请写网格的名称，最多 %(most)s 个字。")


class GridNameUnprintable(Invalid):
    """A name holds a sign that nobody sees: a control character, or one that turns the text around."""

    code = "grids.grid-name-unprintable"
    text = _("网格的名称里有看不见的字符，请重新输入。")


class GridNameTaken(Invalid):
    """Another grid of the community has the name."""

    code = "grids.grid-name-taken"
    text = _("这个社区已有叫“%(name)s”的网格。")


class NothingToPrint(Invalid):
    """A map is printed for a grid, or for a community whose grids have boundaries."""

    code = "grids.nothing-to-print"
    text = _("请选择一个社区或网格，且它的网格已画有边界。")


class GridUnknown(NotFound):
    """There is no such open grid."""

    code = "grids.grid-unknown"
    text = _("没有找到这个网格，它可能已经调整。")


class EditUnknown(Invalid):
    """There is no such edit."""

    code = "grids.edit-unknown"
    text = _("没有这种修改，请刷新后再试。")


class GroupTooSmall(Invalid):
    """What is to be together or apart is at least two different codes."""

    code = "grids.group-too-small"
    text = _("要放在一起或分开的，至少写两个不同的楼栋或小区代码。")


class GroupTooLarge(Invalid):
    """What is to be together or apart is a handful of places."""

    code = "grids.group-too-large"
    text = _("要放在一起或分开的，一组最多写 %(most)s 个代码。")


class CodesUnknown(Invalid):
    """A wish names a grid, a building or a compound that is not there."""

    code = "grids.codes-unknown"
    text = _("这个区域里没有代码为 %(codes)s 的网格、楼栋或小区。")


class SuccessorUnclear(Invalid):
    """Which grid follows a closed one is written as closed=following."""

    code = "grids.successor-unclear"
    text = _("“%(text)s”看不懂，请写成：停用网格代码=接续网格代码。")


class SuccessorUnknown(Invalid):
    """Posts go over from a grid that this plan closes to one that it keeps or adds."""

    code = "grids.successor-unknown"
    text = _("“%(old)s=%(new)s”不成立：前面应是本方案停用的网格，后面应是本方案的网格。")


class WishesContradict(Invalid):
    """The same places are to share a grid and not to share one."""

    code = "grids.wishes-contradict"
    text = _("%(codes)s 既要同格又要不同格，请去掉一项。")
