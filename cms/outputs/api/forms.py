"""In which form is an item told? It is made whole, and kept so; who asks gets as much of it as they want."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.items import as_json
from cms.outputs.api.markdown import with_markdown
from cms.outputs.api.parameters import FormedWhole
from cms.outputs.api.shapes import SIZES, X_DEFAULT, Alternate

if TYPE_CHECKING:
    from cms.outputs.api.kept import Told
    from cms.outputs.api.parameters import Formed


def in_form(item: Told, asked: Formed) -> Told:
    """Return an item as JSON, in one language or in all, and what comes along with it, in the form that is asked for.

    Args:
        item: perhaps without some of its fields; it stays as it is.
        asked: the form.
    """
    found = dict(item)
    if picture := item.get("picture"):
        found["picture"] = {
            name: part
            for name, part in picture.items()
            if name not in SIZES or name in asked.renditions
        }
    if asked.alternates == "all" and "alternates" in item:
        found["alternates"] = _with_missing(item["alternates"], asked.languages)
    if "body" in item and isinstance(asked, FormedWhole) and asked.rich == "markdown":
        found["body"] = with_markdown(item["body"])
    for name in ("included", "locales"):
        if name in item:
            found[name] = {key: in_form(each, asked) for key, each in item[name].items()}
    return found


def _with_missing(alternates: list[dict[str, Any]], languages: list[str]) -> list[dict[str, Any]]:
    """Return the versions of an item and, in their places, the open languages in which there is none."""
    there = {each["locale"] for each in alternates}
    missing = [
        as_json(Alternate(locale=tag, hreflang=tag, url=None, status="missing"))
        for tag in languages
        if tag not in there
    ]
    # "x-default" comes after every language.
    return sorted(
        [*alternates, *missing], key=lambda each: (each["hreflang"] == X_DEFAULT, each["hreflang"])
    )
