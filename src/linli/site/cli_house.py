"""`linli migrate | installation | backup | restore`: what concerns the whole installation."""

from pathlib import Path

import click
from django.utils.translation import gettext as _

from linli.core import installation as house
from linli.places.errors import AreaUnknown
from linli.places.queries import area_name, area_tree
from linli.site import backups, preparing


@click.command(help=_("建立或更新数据库表，载入目录。"))
def migrate() -> None:
    """Bring the installation up to date."""
    preparing.prepare()
    click.echo(_("已更新。"))


@click.command(help=_("查看或设定本系统的名称和最上级区域。"))
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


@click.command(help=_("把数据库、照片和密钥备份到一个文件；网站可以照常运行。"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Back up the whole installation."""
    made = backups.backup(file)
    click.echo(
        _("已备份 %(files)s 个文件，%(size).1f MB：%(path)s")
        % {"files": made.files, "size": made.size_bytes / 1e6, "path": file}
    )


@click.command(help=_("从备份恢复；先整体校验，再替换。"))
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def restore(file: Path) -> None:
    """Restore the whole installation."""
    made = backups.restore(file)
    click.echo(_("已恢复 %(files)s 个文件。请重新启动网站。") % {"files": made.files})
