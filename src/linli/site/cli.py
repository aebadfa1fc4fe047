"""The `linli` command: a public interface whose names, options and exit codes stay stable.

Exit codes: 0 done, 1 refused or problems found, 2 wrong use.
"""

import os
import sys

import click
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
django.setup()

from django.conf import settings  # noqa: E402 Django is set up first
from django.db.utils import OperationalError, ProgrammingError  # noqa: E402 Django is set up first
from django.utils import translation  # noqa: E402 Django is set up first
from django.utils.translation import gettext as _  # noqa: E402 Django is set up first

translation.activate(settings.LANGUAGE_CODE)

from linli.core import installation as house  # noqa: E402 texts are translated when a command is made
from linli.core.errors import LinliError  # noqa: E402 as above
from linli.site.late import Late  # noqa: E402 as above

# Every command beside the line that says what it is for: its module is loaded when the command itself is wanted.
COMMANDS = (
    Late("linli.places.cli_addresses:addresses", _("地址：拆分、匹配到户室和楼栋、别名、训练。")),
    Late("linli.site.cli_areas:areas", _("区域与网格：导入、检查、定位、查看区域树。")),
    Late("linli.register.cli_audit:audit", _("查阅和改动记录：核对是否完整、查看。")),
    Late("linli.site.cli_house:backup", _("把数据库、照片和密钥备份到一个文件；网站可以照常运行。")),
    Late("linli.site.benching:bench", _("测速：用单独的一套数据，列出预算与实测（各取多次的中位数）。")),
    Late("linli.cases.cli:cases", _("案卷：导入、查看、重放历史。")),
    Late("linli.site.cli_catalogue:catalogue", _("类别目录：检查、载入、画图、比较、列表。")),
    Late("linli.cases.cli_clocks:clocks", _("时限：提醒与升级、按新日历重算、查看一件案卷的时限。")),
    Late("linli.cases.cli_components:components", _("部件（井盖、路灯、树木……）：导入、列表、查附近的部件。")),
    Late("linli.site.sampletown.cli:demo", _("建立示范小镇（全部虚构）并启动；已有小镇时直接启动，保留数据。")),
    Late(
        "linli.cases.cli_facilities:facilities",
        _("设施（学校、医院、市场、公园……）：导入、列表、查附近的设施、列出类别。"),
    ),
    Late("linli.fieldsync.cli:field", _("移动工作：看一部手机会收到什么，生成备案材料。")),
    Late("linli.figures.cli:figures", _("数据：受理、立案、应结、已结、按期、满意。")),
    Late("linli.forms.cli:forms", _("表单：检查、准入、撤回，列出问过几遍。")),
    Late("linli.site.cli_house:installation", _("查看或设定本系统的名称和最上级区域。")),
    Late("linli.site.cli_keys:keys", _("加密密钥：更换、停用旧密钥。")),
    Late("linli.mediation.cli:mediation", _("人民调解：月度统计、纠纷台账、司法确认期限。")),
    Late("linli.messages.cli:messages", _("消息：接收方式、发送记录、重发、群机器人。")),
    Late("linli.site.cli_house:migrate", _("建立或更新数据库表，载入目录。")),
    Late("linli.cases.cli_outside:outside", _("外部系统：登记、停用、立即发送。")),
    Late("linli.register.cli:register", _("居民登记：导入、查询、名册、比对。")),
    Late(
        "linli.cases.cli_repeats:repeats", _("反复问题：找出同一地点反复发生的问题，管理根源案卷，统计结案后又发生的。")
    ),
    Late("linli.site.cli_house:restore", _("从备份恢复；先整体校验，再替换。")),
    Late("linli.site.retention:retention", _("到期清理：按声明的期限删除或清除个人信息。")),
    Late("linli.cases.cli_rounds:rounds", _("例行工作：按期生成排查任务和通报。")),
    Late("linli.site.cli_running:serve", _("启动网站和后台任务。")),
    Late("linli.site.simulation.cli:simulate", _("让演示城区自己运转若干天。")),
    Late("linli.staff.cli:staff", _("账号、岗位、单位和职责分工。")),
    Late("linli.staff.cli:token", _("程序调用接口用的令牌。")),
    Late("linli.cases.cli_triage:triage", _("分类建议：学习、评估、试用。只建议，由人决定。")),
    Late("linli.visits.cli:visits", _("上门走访：排计划、列出到期的走访、打印联系卡和公示牌。")),
    Late("linli.site.cli_running:work", _("只运行后台任务。")),
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help=_("邻里：街道社区服务系统的命令行。"))
@click.version_option(package_name="linli", prog_name="linli")
def linli() -> None:
    """Gather every command under one name; the first one in a new place prepares it."""
    if not house.is_prepared():
        from linli.site.preparing import prepare  # noqa: PLC0415 it knows the actions of many rooms

        prepare()


for command in COMMANDS:
    linli.add_command(command)


def main() -> None:
    """Run the command line; a refusal is one sentence and exit code 1."""
    try:
        linli(standalone_mode=True)
    except LinliError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    except (OperationalError, ProgrammingError) as trouble:
        click.echo(_("数据库不能使用：%(why)s。首次使用请先运行 linli migrate。") % {"why": trouble}, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
