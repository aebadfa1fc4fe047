"""The register for programs."""

from linli.register.api.routes import router

__all__ = ["router"]
