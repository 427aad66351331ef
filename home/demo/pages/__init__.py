"""Which pages does the demonstration have? One module for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from home.demo.pages.calls import CALLS
from home.demo.pages.calls_now import calls_now
from home.demo.pages.events import EVENTS
from home.demo.pages.events_ahead import events_ahead
from home.demo.pages.issue import ISSUE
from home.demo.pages.news import NEWS
from home.demo.pages.plain import PLAIN_PAGES
from home.demo.pages.practices import PRACTICES
from home.demo.pages.projects import PROJECTS
from home.demo.pages.recent_news import recent_news

if TYPE_CHECKING:
    from datetime import date

    from home.demo.sheets import Sheet


def all_sheets(today: date) -> list[Sheet]:
    """Return every page of the demonstration whose kind is installed, in the order of creation."""
    sheets = [
        *PROJECTS,
        *EVENTS,
        *NEWS,
        *CALLS,
        *PRACTICES,
        *events_ahead(today),
        *calls_now(today),
        *recent_news(today),
        *PLAIN_PAGES,
        ISSUE,
    ]
    return [sheet for sheet in sheets if is_installed(sheet.kind)]


def is_installed(kind: str) -> bool:
    """Return whether a kind is there: the sample plugin is not, in production."""
    app, _dot, model = kind.partition(".")
    return model.lower() in apps.all_models.get(app, {})
