"""The API's part of areas: `router` is mounted by the site."""

from linli.places.api.routes import router

__all__ = ["router"]
