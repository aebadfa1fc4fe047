"""The rows of this room."""

from linli.fieldsync.models.devices import Device, FieldCommand
from linli.fieldsync.models.manifests import Manifest

__all__ = ["Device", "FieldCommand", "Manifest"]
