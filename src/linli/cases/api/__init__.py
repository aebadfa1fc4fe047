"""Cases for programs: /api/v1/cases and what belongs to them."""

from linli.cases.api.routes import router

__all__ = ["router"]
