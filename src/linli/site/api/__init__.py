"""The one API document: /api/v1/ and what every endpoint shares."""

from ninja import NinjaAPI

api = NinjaAPI(title="Linli", version="1", openapi_url="/openapi.json", docs_url=None, urls_namespace="api-v1")

__all__ = ["api"]
