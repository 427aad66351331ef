"""How do tests read the desk, and work at it?"""

from cms.models import TranslationJob

DESK = "/admin/translations/"
NEWS = {"kind": "news.newspage"}
"""Leaves the home page and the indexes out."""


def desk(browser, **query):
    response = browser.get(DESK, query)
    assert response.status_code == 200
    return response


def titles(response) -> list[str]:
    return [row.source.title for row in response.context["rows"]]


def squares(response, title: str) -> dict:
    (row,) = [row for row in response.context["rows"] if row.source.title == title]
    return {square.cell.language: square for square in row.squares}


def said(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def cell(source, tag: str) -> str:
    """Return how a form names a page, or a promotion, in one language."""
    return f"{source.translation_key}.{tag}"


def do(browser, action: str, *cells: str, **data):
    """Tick cells, choose an action, and return the page that answers."""
    return browser.post(DESK, {"action": action, "cells": cells, **data}, follow=True)


def stages(page) -> dict[str, str]:
    return dict(
        TranslationJob.objects.filter(
            translation__source__object_id=page.translation_key, translation__enabled=True
        ).values_list("translation__target_locale__language_code", "stage")
    )
