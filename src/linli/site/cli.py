"""The `linli` command: a public interface whose names, options and exit codes stay stable.

Exit codes: 0 done, 1 refused or problems found, 2 wrong use.
"""

import os
import sys
from pathlib import Path

import click
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
django.setup()

from django.conf import settings  # noqa: E402 Django is set up first
from django.db.utils import OperationalError, ProgrammingError  # noqa: E402 Django is set up first
from django.utils import translation  # noqa: E402 Django is set up first
from django.utils.translation import gettext as _  # noqa: E402 Django is set up first

translation.activate(settings.LANGUAGE_CODE)

from linli.cases.cli import cases  # noqa: E402 texts are translated when a command is made
from linli.cases.cli_catalogue import catalogue  # noqa: E402 as above
from linli.cases.cli_clocks import clocks  # noqa: E402 as above
from linli.cases.cli_components import components  # noqa: E402 as above
from linli.cases.cli_outside import outside  # noqa: E402 as above
from linli.cases.cli_repeats import repeats  # noqa: E402 as above
from linli.cases.cli_rounds import rounds  # noqa: E402 as above
from linli.cases.cli_triage import triage  # noqa: E402 as above
from linli.core import installation as house  # noqa: E402 as above
from linli.core.errors import LinliError  # noqa: E402 as above
from linli.figures.cli import figures  # noqa: E402 as above
from linli.mediation.cli import mediation  # noqa: E402 as above
from linli.messages.cli import messages  # noqa: E402 as above
from linli.places.cli import areas  # noqa: E402 as above
from linli.places.cli_addresses import addresses  # noqa: E402 as above
from linli.places.errors import AreaUnknown  # noqa: E402 as above
from linli.places.queries import area_name, area_tree  # noqa: E402 as above
from linli.register.cli import register  # noqa: E402 as above
from linli.register.cli_audit import audit  # noqa: E402 as above
from linli.site import backups, environment, preparing, serving, working  # noqa: E402 as above
from linli.site.benching import bench  # noqa: E402 as above
from linli.site.cli_keys import keys  # noqa: E402 as above
from linli.site.retention import retention  # noqa: E402 as above
from linli.site.sampletown.cli import demo  # noqa: E402 as above
from linli.site.simulation.cli import simulate  # noqa: E402 as above
from linli.staff.cli import staff, token  # noqa: E402 as above


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help=_("邻里：街道社区服务系统的命令行。"))
@click.version_option(package_name="linli", prog_name="linli")
def linli() -> None:
    """Gather every command under one name; the first one in a new place prepares it."""
    preparing.prepare_when_new()


@linli.command(help=_("启动网站和后台任务。"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("监听地址"))
@click.option("--port", type=int, default=environment.PORT.value(), show_default=True, help=_("监听端口"))
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help=_("网站进程数"))
@click.option("--no-worker", is_flag=True, help=_("不启动后台任务（另用 linli work 运行）"))
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:  # noqa: FBT001 click gives flags so
    """Serve the site with its background worker."""
    preparing.prepare()
    serving.serve(host=host, port=port, workers=workers, with_worker=not no_worker)


@linli.command(help=_("只运行后台任务。"))
def work() -> None:
    """Run the background worker alone."""
    working.work()


@linli.command(help=_("建立或更新数据库表，载入目录。"))
def migrate() -> None:
    """Bring the installation up to date."""
    preparing.prepare()
    click.echo(_("已更新。"))


@linli.command(help=_("查看或设定本系统的名称和最上级区域。"))
@click.option("--name", help=_("系统名称，显示在每一页"))
@click.option("--root", help=_("最上级区域的代码；不在任何网格内的诉求归在这里"))
def installation(name: str | None, root: str | None) -> None:
    """Show the installation's name and root area, or set them."""
    present = house.installation()
    if root and root not in area_tree().by_code:
        raise AreaUnknown(area_code=root)
    if name or root:
        present = house.set_installation(
            name=name or present.name, root_code=root or present.root_code, is_demo=present.is_demo
        )
    told = _("名称：%(name)s；最上级区域：%(root)s %(area)s")
    click.echo(told % {"name": present.name, "root": present.root_code or "–", "area": area_name(present.root_code)})


@linli.command(help=_("把数据库、照片和密钥备份到一个文件；网站可以照常运行。"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Back up the whole installation."""
    made = backups.backup(file)
    click.echo(
        _("已备份 %(files)s 个文件，%(size).1f MB：%(path)s")
        % {"files": made.files, "size": made.size_bytes / 1e6, "path": file}
    )


@linli.command(help=_("从备份恢复；先整体校验，再替换。"))
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def restore(file: Path) -> None:
    """Restore the whole installation."""
    made = backups.restore(file)
    click.echo(_("已恢复 %(files)s 个文件。请重新启动网站。") % {"files": made.files})


for command in (
    addresses,
    areas,
    audit,
    bench,
    cases,
    catalogue,
    clocks,
    components,
    demo,
    figures,
    keys,
    mediation,
    messages,
    outside,
    register,
    repeats,
    retention,
    rounds,
    simulate,
    staff,
    token,
    triage,
):
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
