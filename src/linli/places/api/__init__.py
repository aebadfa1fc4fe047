"""The API's part of areas and addresses: its routers are mounted by the site."""

from linli.places.api.addresses import router as addresses_router
from linli.places.api.routes import router

__all__ = ["addresses_router", "router"]
