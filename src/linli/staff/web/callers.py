"""Who calls: from which address, and whether passwords and tokens may come the way they came."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from linli.core.installation import installation

_FORWARDED = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")


def client_address(request: HttpRequest) -> str:
    """The caller's address; behind the installation's own https proxy, the one it names last."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return forwarded.rsplit(",", 1)[-1].strip()
    address: str = request.META.get("REMOTE_ADDR", "")
    return address


def may_bring_secrets(request: HttpRequest) -> bool:
    """Say whether a password or a token may come this way: by https, from this machine itself, or where all is a trial."""
    return request.is_secure() or settings.DEBUG or installation().is_demo or _is_of_this_machine(request)


def _is_of_this_machine(request: HttpRequest) -> bool:
    """Say whether nobody stands between: what a proxy passes on comes from this machine, too, and is no call of its own."""
    if any(request.META.get(name) for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
