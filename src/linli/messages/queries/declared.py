"""The notices as this installation declares them."""

import logging
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from linli.messages.catalogue import NoticeDeclaration, To, load_notices
from linli.messages.channels.senders import is_set_up
from linli.messages.errors import NoticesBroken
from linli.messages.rules import Channel

log = logging.getLogger(__name__)

TEST_CODE = "message.test"


@lru_cache(maxsize=1)
def notices() -> dict[str, NoticeDeclaration]:
    """The shipped notices with the city's own over them, read once per process."""
    own = settings.LINLI_CATALOGUE
    return load_notices(overlay=Path(own) if own else None)


def notices_on(fact: str) -> list[NoticeDeclaration]:
    """List what is told on a fact, in the order of the files."""
    return [notice for notice in notices().values() if notice.fact == fact]


def facts_to_hear() -> Collection[str]:
    """List the facts somebody is told of; what only residents would hear is left out while no channel reaches them.

    A city's broken file must not keep the command line from saying what is wrong with it: until it is mended the
    shipped notices are heard, and `linli serve` does not start.
    """
    try:
        declared = notices().values()
    except NoticesBroken as trouble:
        log.error("%s", trouble)  # noqa: TRY400 the sentence names file and line; a trace adds nothing
        declared = load_notices().values()
    residents = is_set_up(Channel.SMS) or is_set_up(Channel.MAIL)
    return {notice.fact for notice in declared if residents or notice.to is not To.REPORTER}


def notice_name(code: str) -> str:
    """Name a kind of notice in the reader's language; one that is no longer declared goes by its code."""
    if code == TEST_CODE:
        return str(_("测试消息"))
    found = notices().get(code)
    return str(found.name) if found else code
