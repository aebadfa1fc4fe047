"""How the simulation says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Refused


class NoTown(Refused):
    """There is nothing to live in: no root area, no grids or nobody with a post."""

    code = "simulation.no-town"
    text = _("这里还没有可以模拟的城区（要有网格和在岗人员）：请先运行 linli demo。")


class RealTown(Refused):
    """Invented cases do not belong among real ones."""

    code = "simulation.real-town"
    text = _("这里是正式系统，不能模拟：虚构的案卷不会写进真实数据。请在演示系统里运行。")
