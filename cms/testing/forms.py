"""What would a browser send from a form of the admin, and which messages does an editor get?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import nested_form_data, streamfield

if TYPE_CHECKING:
    from bs4 import Tag
    from django.http import HttpResponse
    from django.test import Client
    from wagtail.models import Page

SAVED = 302
"""The admin sends an editor on when a form was saved."""


def edit_url(page: Page) -> str:
    """Return the address of a page's form."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_url(kind: type[Page], parent: Page) -> str:
    """Return the address of the form for a new page."""
    return reverse(
        "wagtailadmin_pages:add", args=[kind._meta.app_label, kind._meta.model_name, parent.pk]
    )


def form_data(client: Client, page: Page) -> dict:
    """Return what a browser would send that opens a page in the admin and publishes it as it is.

    Scripts make the fields of stream blocks, so that streams are sent empty.
    """
    data = data_in(client.get(edit_url(page)))
    streams = {
        field.name: streamfield([])
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
    }
    return data | nested_form_data(streams) | {"action-publish": "publish"}


def data_in(response: HttpResponse) -> dict[str, str | list[str]]:
    """Return the values of the form that the admin shows, as a browser would send them.

    Wagtail's ``querydict_from_html`` takes the first choice of a list in which nothing is chosen, and keeps the line
    break with which Django begins every text area.
    """
    form = soup_of(response).find(id="page-edit-form")
    controls = form.find_all(["input", "select", "textarea"], attrs={"name": True})
    values = {control["name"]: sent_by(control) for control in controls}
    values.pop("csrfmiddlewaretoken", None)
    return {name: value for name, value in values.items() if value is not None}


def sent_by(control: Tag) -> str | list[str] | None:
    """Return what a browser sends of one control of a form, or None for nothing."""
    if control.name == "textarea":
        return control.get_text().replace("\r\n", "\n").removeprefix("\n")
    if control.name == "select":
        options = control.find_all("option")
        chosen = [
            option.get("value", option.get_text())
            for option in options
            if option.has_attr("selected")
        ]
        if control.has_attr("multiple"):
            return chosen or None
        return chosen[0] if chosen else options[0].get("value", "")
    if control.get("type") in {"checkbox", "radio"}:
        return control.get("value", "on") if control.has_attr("checked") else None
    return control.get("value", "")


def as_new(data: dict) -> dict:
    """Return the data of a form for a page that is not there yet: its rows have no keys."""
    data = {name: value for name, value in data.items() if not name.endswith("-id")}
    return {name: "0" if name.endswith("-INITIAL_FORMS") else value for name, value in data.items()}


def row(relation: str, **values: str) -> dict:
    """Return the data of one new row, to be added to that of a form: ``row("span_rows", start="2019-06-25")``."""
    fields = {
        f"{relation}-0-{name}": value
        for name, value in {"id": "", "ORDER": "1", "DELETE": "", **values}.items()
    }
    return {f"{relation}-TOTAL_FORMS": "1", f"{relation}-INITIAL_FORMS": "0", **fields}


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """Return the messages of a form by field, those of a row as "relation-number-field"; nothing when it was saved."""
    if response.status_code == SAVED:
        return {}
    form = response.context["form"]
    found = dict(form.errors)
    for formset in form.formsets.values():
        found |= {
            f"{row.prefix}-{name}": texts
            for row in formset.forms
            for name, texts in row.errors.items()
        }
        if formset.non_form_errors():
            found[formset.prefix] = formset.non_form_errors()
    return {name: [str(text) for text in texts] for name, texts in found.items()}


def message_beside(response: HttpResponse, name: str) -> str:
    """Return the message that stands beside a field of the admin, or nothing."""
    field = soup_of(response).find(attrs={"name": name})
    wrapper = field.find_parent(class_="w-field__wrapper") if field else None
    message = wrapper.find(class_="error-message") if wrapper else None
    return message.get_text(" ", strip=True) if message else ""


def soup_of(response: HttpResponse) -> BeautifulSoup:
    """Return a page that was served, parsed once."""
    if not hasattr(response, "soup"):
        response.soup = BeautifulSoup(response.content, "html.parser")
    return response.soup
