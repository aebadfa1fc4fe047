"""The one API document: /api/v1/ and what every endpoint shares."""

from linli.site.api.house import api

__all__ = ["api"]
