"""`linli serve` and `linli work`: the processes of an installation."""

import click
from django.utils.translation import gettext as _

from linli.site import environment


@click.command(help=_("启动网站和后台任务。"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("监听地址"))
@click.option("--port", type=int, default=environment.PORT.value(), show_default=True, help=_("监听端口"))
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help=_("网站进程数"))
@click.option("--no-worker", is_flag=True, help=_("不启动后台任务（另用 linli work 运行）"))
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:  # noqa: FBT001 click gives flags so
    """Serve the site with its background worker."""
    from linli.site import preparing, serving  # noqa: PLC0415 the worker beside the server wants none of it

    preparing.prepare()
    serving.serve(host=host, port=port, workers=workers, with_worker=not no_worker)


@click.command(help=_("只运行后台任务。"))
def work() -> None:
    """Run the background worker alone."""
    from linli.site import working  # noqa: PLC0415 the tasks of every room, which the server's process does not run

    working.work()
