"""The rows of the places room."""

from linli.places.models.ground import (
    AddressAlias,
    Area,
    AreaChange,
    AreaStamp,
    Barrier,
    Building,
    Component,
    ComponentChange,
    Compound,
    Dwelling,
    Entrance,
    Facility,
    FacilityChange,
    Street,
)
from linli.places.models.map_imports import MapImport

__all__ = [
    "AddressAlias",
    "Area",
    "AreaChange",
    "AreaStamp",
    "Barrier",
    "Building",
    "Component",
    "ComponentChange",
    "Compound",
    "Dwelling",
    "Entrance",
    "Facility",
    "FacilityChange",
    "MapImport",
    "Street",
]
