"""What an import of a map found and did, as plain values: for the command line's JSON, the desk's page and its spreadsheet."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from linli.places.importing.map_layers import LayerOrder, LayerReport
from linli.places.readers import Remark
from linli.places.readers.maps import MapReading

MOST_KEPT = 5_000  # remarks, and things of one layer that are gone: more nobody reads, and a row must hold them


def plain_report(reading: MapReading, report: LayerReport, order: LayerOrder) -> dict[str, Any]:  # Any: JSON
    """Put a report into values that JSON can hold."""
    return {
        "features": reading.features,
        "left_out": reading.left_out,
        "layers": {layer.value: asdict(count) for layer, count in report.counts.items()},
        "outlines_matched": report.matched,
        "buildings_housed": report.housed,
        "gone": {layer.value: [asdict(one) for one in gone] for layer, gone in report.gone.items()},
        "refused": _plain(report.refused),
        "notes": _plain(report.notes),
        "dry_run": order.dry_run,
    }


def kept_report(reading: MapReading, report: LayerReport, order: LayerOrder) -> dict[str, Any]:  # Any: as above
    """Give a report as a row keeps it: bounded, with how much there was of everything."""
    plain = plain_report(reading, report, order)
    return {
        **plain,
        "boundaries": len(reading.layers.areas),
        "gone": {layer: gone[:MOST_KEPT] for layer, gone in plain["gone"].items()},
        "refused": plain["refused"][:MOST_KEPT],
        "notes": plain["notes"][:MOST_KEPT],
        "refused_count": len(plain["refused"]),
        "notes_count": len(plain["notes"]),
    }


def _plain(remarks: Sequence[Remark]) -> list[dict[str, Any]]:  # Any: as above
    return [vars(remark) | {"text": str(remark.text)} for remark in remarks]
