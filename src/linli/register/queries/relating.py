"""The names of relations to the head of a household, for pages and papers."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.register.rules import Relation

RELATION_NAMES: Mapping[str, str | Promise] = {
    Relation.HEAD.value: _("户主"),
    Relation.SPOUSE.value: _("配偶"),
    Relation.CHILD.value: _("子女"),
    Relation.GRANDCHILD.value: _("孙辈"),
    Relation.PARENT.value: _("父母"),
    Relation.GRANDPARENT.value: _("祖辈"),
    Relation.SIBLING.value: _("兄弟姐妹"),
    Relation.OTHER.value: _("其他"),
    Relation.UNKNOWN.value: _("未登记"),
}


def relation_name(code: str) -> str:
    """Name a relation; '' where none is known."""
    return str(RELATION_NAMES[code]) if code in RELATION_NAMES and code != Relation.UNKNOWN else ""
