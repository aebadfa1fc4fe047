"""The form of a map: its files, the ground it is for, which layers, and how the files are written."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import LinliError
from linli.core.listing import listed
from linli.places import queries
from linli.places.coordinates import Crs
from linli.places.errors.ground import MapFieldUnknown
from linli.places.importing.map_layers import STORED
from linli.places.importing.map_uploads import MAP_ENDINGS
from linli.places.readers.map_fields import FIELDS
from linli.places.rules import DIGITS, MOST_MAP_MB, LayerName, Level, check_map_files
from linli.places.wording import LAYER_NAMES

CRS_NAMES: dict[str, Promise] = {
    Crs.CGCS2000: gettext_lazy("国家大地坐标系 CGCS2000、WGS 84（OpenStreetMap、天地图）"),
    Crs.GCJ02: gettext_lazy("GCJ-02（高德、腾讯）"),
    Crs.BD09: gettext_lazy("BD-09（百度）"),
}


def areas_to_import(scope: tuple[str, ...]) -> list[tuple[str, str]]:
    """List the areas a map may be imported into, communities the narrowest."""
    found = (area for area in queries.open_areas(scope) if len(area.code) <= DIGITS[Level.COMMUNITY])
    return [(area.code, " / ".join(queries.area_path(area.code))) for area in sorted(found, key=lambda one: one.code)]


class SeveralFiles(forms.ClearableFileInput):
    """A choice of any number of files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files of one map."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ARG002  # Any: Django's uploads
        """Check the names and the sizes, before anything is kept."""
        files = list(data or ())
        try:
            check_map_files([(str(one.name), int(one.size or 0)) for one in files], endings=MAP_ENDINGS)
        except LinliError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return files


class MapForm(forms.Form):
    """A map as somebody brings it."""

    maps = FilesField(label=gettext_lazy("地图文件"), widget=SeveralFiles(attrs={"accept": ",".join(MAP_ENDINGS)}))
    area_code = forms.ChoiceField(
        label=gettext_lazy("导入到哪里"), help_text=gettext_lazy("只取这个区域里的；登记在区域以外的不会改动。")
    )
    layers = forms.MultipleChoiceField(
        label=gettext_lazy("图层"), widget=forms.CheckboxSelectMultiple, initial=[layer.value for layer in STORED],
        help_text=gettext_lazy("文件里的要素没有写明是什么时，只选一种，整个文件就都算这一种。"),
    )  # fmt: skip
    crs = forms.ChoiceField(label=gettext_lazy("文件的坐标系"), choices=list(CRS_NAMES.items()))
    swap = forms.BooleanField(label=gettext_lazy("文件中先纬度后经度，请对调"), required=False)
    columns = forms.CharField(
        label=gettext_lazy("哪个属性是哪个字段"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: object, files: object, *, scope: tuple[str, ...]) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]  # the request's own
        choices = areas_to_import(scope)
        self.fields["area_code"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["layers"].choices = [(layer.value, LAYER_NAMES[layer]) for layer in STORED]  # type: ignore[attr-defined]  # as above
        self.fields["maps"].help_text = _(
            "OpenStreetMap（.osm.pbf、.osm）或 GeoJSON（.geojson、.json，也可用 .gz 压缩），同一张地图的几个文件一次选中，合计不超过 %(most)s MB。"
        ) % {"most": MOST_MAP_MB}
        self.fields["columns"].help_text = _(
            "本市自己的图层列名不常见时填写，每行一个，例如 floors=层数。可用的字段：%(known)s。"
        ) % {"known": listed(FIELDS)}

    def clean_columns(self) -> dict[str, str]:
        """Read field=column, a line each."""
        columns: dict[str, str] = {}
        for line in filter(str.strip, self.cleaned_data["columns"].splitlines()):
            field, equals, column = (part.strip() for part in line.partition("="))
            if not (field and equals and column):
                raise forms.ValidationError(
                    _("“%(line)s”的写法应为 字段=列名，例如 floors=层数。"), params={"line": line}
                )
            if field not in FIELDS:
                refusal = MapFieldUnknown(field="columns", field_name=field, known=listed(FIELDS))
                raise forms.ValidationError(str(refusal))
            columns[field] = column
        return columns

    @property
    def wanted(self) -> frozenset[LayerName]:
        """The layers that were chosen."""
        return frozenset(LayerName(name) for name in self.cleaned_data["layers"])
