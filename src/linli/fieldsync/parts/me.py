"""The account itself with its posts, and the areas of these posts by name."""

from collections.abc import Iterable

from linli.fieldsync.parts.shapes import Holder, Part, Row, Stored, as_made, full, ready
from linli.places import queries as places
from linli.staff import queries as staff
from linli.staff.rules import Permission, PostFacts


def _me(holder: Holder) -> list[Stored]:
    actor = holder.actor
    may = sorted(one.value for one in Permission if actor.may_anywhere(one))
    posts = [_post(post) for post in actor.posts]
    row: Row = {
        "id": "me", "name": actor.name, "username": holder.username, "posts": posts, "may": may, "complaint": True,
    }  # fmt: skip
    return ready([row])


def _post(post: PostFacts) -> Row:
    unit = staff.known_unit(post.unit_code) if post.unit_code else None
    return full(
        role=post.role.value, role_name=str(staff.ROLE_NAMES[post.role]), area=post.area_code,
        area_name=places.area_name(post.area_code), unit=post.unit_code, unit_name=unit.name if unit else post.unit_code,
    )  # fmt: skip


def _areas(holder: Holder) -> list[Stored]:
    tree = places.area_tree().by_code
    below = {area.code for area in places.open_areas(holder.scope.areas)}
    wanted = sorted(code for code in below | _above(holder.scope.areas) if code in tree)
    found = (tree[code] for code in wanted)
    return ready([full(id=one.code, name=one.name, level=one.level.value, parent=one.parent_code) for one in found])


def _above(codes: Iterable[str]) -> set[str]:
    return {code[:digits] for code in codes for digits in (2, 4, 6, 9, 12) if digits < len(code)}


ME = Part("me", _me, as_made)
AREAS = Part("areas", _areas, as_made, is_told=False)
