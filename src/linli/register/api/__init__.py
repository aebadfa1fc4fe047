"""The register for programs."""

from linli.register.api.queries import router as queries_router
from linli.register.api.routes import router

router.add_router("", queries_router)

__all__ = ["router"]
