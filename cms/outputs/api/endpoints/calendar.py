"""What takes place, day by day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query

from cms.dates import site_day
from cms.models import kinds_with
from cms.names import country_codes
from cms.outputs.api.document import Answer
from cms.outputs.api.lists import listed
from cms.outputs.api.parameters import CalendarAsked, ItemsAsked, readings_for
from cms.outputs.api.problems import invalid
from cms.outputs.api.router import get
from cms.outputs.api.schemas import item_list


@get("/calendar", "calendar", Answer(item_list))
def calendar(request: HttpRequest, asked: Query[CalendarAsked]) -> HttpResponse:
    """What takes place between two days, by date, of every kind that has dates."""
    readings = readings_for(asked, request)
    if asked.country is not None and asked.country not in country_codes():
        raise invalid("country", asked.country, sorted(country_codes()))
    items = ItemsAsked.model_validate(
        {
            **asked.model_dump(exclude={"first", "last", "country"}),
            "type": [kind.type_name() for kind in kinds_with("Dated")],
            "filter[country]": asked.country,
            "filter[date][gte]": asked.first or site_day(readings[0].at),
            "filter[date][lte]": asked.last,
            "sort": "date",
        }
    )
    return listed(items, readings, request.standing)
