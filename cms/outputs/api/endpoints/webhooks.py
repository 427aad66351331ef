"""Who is told of changes by webhooks, and what became of each message: for programs, each with those that its key has made."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Body, Path, Query, Schema
from pydantic import ConfigDict, Field, StringConstraints
from wagtail.log_actions import log

from cms.items import as_json
from cms.models import ApiKey, Delivery, Scope, Webhook
from cms.outputs.api import shapes
from cms.outputs.api.cursors import Place, after, place_of
from cms.outputs.api.document import NO_CONTENT, Answer
from cms.outputs.api.parameters import Listed, Word
from cms.outputs.api.problems import SORTS, Mistake, Problem
from cms.outputs.api.router import delete, get, patch, post, reply
from cms.outputs.api.schemas import kinds_by_type
from cms.webhooks import orders
from cms.webhooks.entering import BEYOND_KEY, WebhookForm

CREATED, ACCEPTED = 201, 202
MOST = 20
"""How many webhooks a key can have: each takes time whenever something has changed."""
NEWEST_FIRST = ("-made_at", "-pk")

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Url = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Kinds = Annotated[list[Word], Field(max_length=100)]
Id = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="`id` of a webhook that this key has made.")
]
MessageId = Annotated[UUID, Path(description="`id` of a message, which it has as `webhook-id`.")]

NAME = "Which program is told, and whose it is: for the people of the site."
URL = "Where the program takes messages: `https://`, and a public host. It is looked up at once, and again for each message."
KINDS = "Kinds of content, as `/types` has them, of which it is told; empty for all. A key that is limited to some kinds has to name some of them."


class WebhookWanted(Schema):
    """Who is to be told, where, and of what."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(description=NAME)
    url: Url = Field(description=URL)
    kinds: Kinds = Field(default_factory=list, description=KINDS)


class WebhookChanges(Schema):
    """What is to be another one; the rest stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(default_factory=str, description=NAME)
    url: Url = Field(default_factory=str, description=URL)
    kinds: Kinds = Field(default_factory=list, description=KINDS)


@get("/webhooks", "webhooks", Answer(lambda: list[shapes.Webhook], validator=None), Scope.WEBHOOKS)
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks that this key has made."""
    own = request.api_key.webhooks.with_failures()
    return reply([as_json(_told(webhook)) for webhook in own])


@post(
    "/webhooks",
    "webhook-make",
    Answer(lambda: shapes.WebhookMade, problems=(400, 409, 500), status=CREATED),
    Scope.WEBHOOKS,
)
def make(request: HttpRequest, wanted: Body[WebhookWanted]) -> HttpResponse:
    """Have an address told of changes from now on. The answer has the secret with which messages are signed."""
    key = request.api_key
    form = _form(Webhook(api_key=key, created_by=key.created_by), wanted.dict())
    with transaction.atomic():
        # Who makes two at once waits here.
        if ApiKey.objects.select_for_update().get(pk=key.pk).webhooks.count() >= MOST:
            raise Problem("too-many-webhooks", f"A key has {MOST} webhooks at most.")
        webhook = form.save()
        log(webhook, "wagtail.create", content_changed=True, **_noted(key))
    made = shapes.WebhookMade(**_fields(webhook), secret=webhook.secret)
    response = reply(as_json(made))
    response.status_code = CREATED
    own = reverse("delivery:webhook", args=[webhook.pk])
    response["Location"] = request.build_absolute_uri(own)
    return response


@get(
    "/webhooks/{webhook}",
    "webhook",
    Answer(lambda: shapes.Webhook, problems=(400, 404, 500), validator=None),
    Scope.WEBHOOKS,
)
def one(request: HttpRequest, webhook: Id) -> HttpResponse:
    """A webhook. Its secret is told when it is made or renewed, and never again."""
    return reply(as_json(_told(_own(request, webhook))))


@patch(
    "/webhooks/{webhook}",
    "webhook-change",
    Answer(lambda: shapes.Webhook, problems=(400, 404, 500)),
    Scope.WEBHOOKS,
)
def change(request: HttpRequest, webhook: Id, wanted: Body[WebhookChanges]) -> HttpResponse:
    """Change what is sent along, and leave the rest as it is. Another address is looked up."""
    form = _form(_own(request, webhook), wanted.dict(exclude_unset=True))
    with transaction.atomic():
        changed = form.save()
        log(
            changed,
            "wagtail.edit",
            content_changed=form.has_changed(),
            **_noted(request.api_key),
        )
    return reply(as_json(_told(_own(request, webhook))))


@delete(
    "/webhooks/{webhook}",
    "webhook-delete",
    Answer(lambda: None, problems=(400, 404, 500), status=NO_CONTENT),
    Scope.WEBHOOKS,
)
def remove(request: HttpRequest, webhook: Id) -> HttpResponse:
    """Delete a webhook with its messages. It is told nothing more, and its secret is lost."""
    found = _own(request, webhook)
    with transaction.atomic():
        log(found, "wagtail.delete", deleted=True, **_noted(request.api_key))
        found.delete()
    return HttpResponse(status=NO_CONTENT)


@post(
    "/webhooks/{webhook}/secret",
    "webhook-secret",
    Answer(lambda: shapes.WebhookSecret, problems=(400, 404, 500)),
    Scope.WEBHOOKS,
)
def renew(request: HttpRequest, webhook: Id) -> HttpResponse:
    """Make another secret. For a day messages are signed with the former one, too."""
    renewed = orders.renew_secret(_own(request, webhook), **_noted(request.api_key))
    secret = shapes.WebhookSecret(secret=renewed.secret, both_until=renewed.former_until)
    return reply(as_json(secret))


@post(
    "/webhooks/{webhook}/enable",
    "webhook-enable",
    Answer(lambda: shapes.Webhook, problems=(400, 404, 500)),
    Scope.WEBHOOKS,
)
def enable(request: HttpRequest, webhook: Id) -> HttpResponse:
    """Tell a webhook again that was disabled, also what it has missed. One that is told already stays as it is."""
    orders.enable(_own(request, webhook), **_noted(request.api_key))
    return reply(as_json(_told(_own(request, webhook))))


@get(
    "/webhooks/{webhook}/deliveries",
    "webhook-deliveries",
    Answer(lambda: shapes.DeliveryList, problems=(400, 404, 500), validator=None),
    Scope.WEBHOOKS,
)
def deliveries(request: HttpRequest, webhook: Id, asked: Query[Listed]) -> HttpResponse:
    """The messages of a month, the newest first, with what came of each try."""
    found = _own(request, webhook)
    order = f"deliveries {found.pk}"
    messages = found.deliveries.order_by(*NEWEST_FIRST)
    if asked.cursor:
        messages = after(messages, place_of(asked.cursor, order), *NEWEST_FIRST)
    rows = list(messages[: asked.limit + 1])
    shown = rows[: asked.limit]
    goes_on = len(rows) > len(shown)
    following = Place((shown[-1].made_at,), shown[-1].pk).cursor(order) if goes_on else None
    told = shapes.DeliveryList(
        items=tuple(map(_delivery, shown)),
        page=shapes.Page(limit=asked.limit, next=following, count=None),
    )
    return reply(as_json(told))


@post(
    "/webhooks/{webhook}/deliveries/{message}/redeliver",
    "webhook-redeliver",
    Answer(lambda: shapes.Delivery, problems=(400, 404, 409, 500), status=ACCEPTED),
    Scope.WEBHOOKS,
)
def redeliver(request: HttpRequest, webhook: Id, message: MessageId) -> HttpResponse:
    """Send a message once more, within five minutes, and as often as if it were new."""
    if not orders.send_again(_message(request, webhook, message), **_noted(request.api_key)):
        raise Problem("webhook-disabled", SORTS["webhook-disabled"].description)
    response = reply(as_json(_delivery(_message(request, webhook, message))))
    response.status_code = ACCEPTED
    return response


def _own(request: HttpRequest, pk: int) -> Webhook:
    """Return a webhook that the key of who asks has made, with ``failing_since``.

    Raises:
        Http404: if there is none, or another key or an administrator has made it.
    """
    found = request.api_key.webhooks.with_failures().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _message(request: HttpRequest, pk: int, message_id: UUID) -> Delivery:
    """Return a message to a webhook that the key of who asks has made.

    Raises:
        Http404: if there is none, or no such webhook.
    """
    found = _own(request, pk).deliveries.filter(message_id=message_id).first()
    if found is None:
        raise Http404
    return found


def _form(webhook: Webhook, said: dict[str, Any]) -> WebhookForm:
    """Return the form of the administrators, filled in without a fault, as far as something is said.

    Args:
        webhook: as it is now.
        said: what is to be another one, by the names of the fields.

    Raises:
        Problem: if the key with which it is made does not allow these kinds, or the form has something to say.
    """
    form = WebhookForm(said, instance=webhook)
    for unsaid in form.fields.keys() - said.keys():
        del form.fields[unsaid]
    faults = form.errors.get_json_data()
    for fault in faults.get("kinds", ()):
        if fault["code"] == BEYOND_KEY:
            raise Problem("forbidden-scope", fault["message"])
    mistakes = tuple(
        Mistake(
            parameter=field,
            detail=" ".join(fault["message"] for fault in found),
            allowed=tuple(kinds_by_type()) if field == "kinds" else (),
        )
        for field, found in faults.items()
    )
    if mistakes:
        told = "; ".join(f"{mistake.parameter}: {mistake.detail}" for mistake in mistakes)
        raise Problem("invalid-parameter", told, mistakes)
    return form


def _noted(key: ApiKey) -> dict[str, Any]:
    """Return what Wagtail's log tells of who has done something: no person, but a program."""
    return {"data": {"api_key": f"{key.name}, {key.prefix}…"}}


def _fields(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.pk,
        "name": webhook.name,
        "url": webhook.url,
        "kinds": tuple(webhook.kinds),
        "made_at": webhook.created_at,
        "disabled_at": webhook.disabled_at,
        "failing_since": getattr(webhook, "failing_since", None),
    }


def _told(webhook: Webhook) -> shapes.Webhook:
    return shapes.Webhook(**_fields(webhook))


def _delivery(delivery: Delivery) -> shapes.Delivery:
    is_tried = delivery.state == Delivery.State.WAITING and delivery.webhook.is_enabled
    return shapes.Delivery(
        id=delivery.message_id,
        state=delivery.state,
        made_at=delivery.made_at,
        next_try_at=delivery.next_try_at if is_tried else None,
        body=delivery.body,
        tries=tuple(
            shapes.Try(**{**noted, "error": noted["error"] or None}) for noted in delivery.attempts
        ),
    )
