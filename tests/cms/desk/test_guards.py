"""Is every address of the translators' work answered as declared, to everybody?

The addresses are read from the router: one that is new and has no answer here fails.
"""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, StringSegment, Translation
from wagtail_localize.operations import translate_object
from wagtail_localize.wagtail_hooks import register_admin_urls as stock_admin_urls

from cms.desk import guards
from cms.desk import urls as desk_urls
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.languages.translation.sharing import share
from cms.models import Link, Promotion, ReceivedFile, TranslationBatch
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_site, make_user
from tests.shared import shared

ROLES = {
    "translator into German": ("Translators into German",),
    "translator into French": ("Translators into French",),
    "editor": ("Editors",),
    "coordinator": ("Coordinators",),
    "publisher": ("Publishers",),
    "newsletter manager": ("Newsletter managers",),
}
EVERYBODY = [*ROLES, "administrator"]

REFUSED = "refused"
DESK = "to the desk"
FORM = "to the form"
OPEN = "as it is"

STOCK = {
    "javascript_catalog": OPEN,
    "submit_page_translation": FORM,
    "submit_snippet_translation": FORM,
    "update_translations": DESK,
    "edit_string_translation": REFUSED,
    "edit_override": REFUSED,
    "download_pofile": REFUSED,
    "upload_pofile": REFUSED,
    "machine_translate": REFUSED,
    "preview_translation": REFUSED,
    "stop_translation": REFUSED,
    "convert_to_alias": REFUSED,
    "translations_report": DESK,
    "translations_report_results": DESK,
    "snippets_api_listing": REFUSED,
    "snippets_api_detail": REFUSED,
}
"""What wagtail-localize's own addresses answer, the same to everybody in the office."""


@shared
def site():
    return make_site(("en", "de", "fr"), kinds=[NewsPage])


@shared
def page(site):
    return make_page(
        NewsPage,
        title="Streets",
        summary="Streets for people.",
        link_rows=[Link(title="Website", url="https://example.org/")],
    )


@shared
def translation(page, site):
    return request_translation(page, site.home_in("de").locale)


def somebody(role):
    if role == "administrator":
        return make_administrator()
    return make_user(role.replace(" ", "-"), *ROLES[role])


def stock_names():
    (stock,) = stock_admin_urls()
    return {pattern.name for pattern in stock.url_patterns}


def arguments(name, page, translation):
    """Return what an address needs, naming things that exist."""
    string = StringSegment.objects.first()
    override = OverridableSegment.objects.first()
    promotion = Promotion.objects.create(
        title="Join", text="Join us.", button="How", url="https://example.org/", locale=page.locale
    )
    snippet = {"app_label": "cms", "model_name": "promotion"}
    known = {
        "submit_page_translation": {"page_id": page.pk},
        "submit_snippet_translation": {**snippet, "pk": promotion.pk},
        "update_translations": {"translation_source_id": translation.source_id},
        "edit_string_translation": {
            "translation_id": translation.pk,
            "string_segment_id": string.pk,
        },
        "edit_override": {
            "translation_id": translation.pk,
            "overridable_segment_id": override.pk,
        },
        "convert_to_alias": {"page_id": page.pk},
        "snippets_api_listing": snippet,
        "snippets_api_detail": {**snippet, "pk": promotion.pk},
    }
    return known.get(name, {"translation_id": translation.pk} if STOCK[name] == REFUSED else {})


def test_every_stock_address_has_an_answer():
    assert stock_names() == set(STOCK) == set(guards.ANSWERS)


def test_an_address_without_an_answer_is_refused(rf, monkeypatch):
    monkeypatch.delitem(guards.ANSWERS, "translations_report")

    answers = {str(url.pattern): url.callback for url in guards.guarded_urls()}

    with pytest.raises(PermissionDenied):
        answers["localize/reports/translations/"](rf.get("/"))


@pytest.mark.parametrize("role", EVERYBODY)
def test_stock_addresses_answer_as_declared(client, page, translation, role):
    client.force_login(somebody(role))
    answers = {}

    for name in sorted(STOCK):
        address = reverse(f"wagtail_localize:{name}", kwargs=arguments(name, page, translation))
        for method in ("get", "post", "put", "delete"):
            response = getattr(client, method)(address)
            answers.setdefault(name, set()).add(_answer(response))

    expected = {name: {answer} for name, answer in STOCK.items()}
    expected["javascript_catalog"] = {OPEN, "wrong method"}
    assert answers == expected


def _answer(response):
    if response.status_code == 302 and "/translations/request/" in response.url:
        return FORM
    if response.status_code == 302 and response.url == reverse("desk:desk"):
        return DESK
    if response.status_code == 302 and response.url == reverse("wagtailadmin_home"):
        return REFUSED  # Wagtail's admin sends whoever may not do something to its home, with a message
    return {200: OPEN, 403: REFUSED, 405: "wrong method"}.get(
        response.status_code, response.status_code
    )


def test_stock_addresses_ask_strangers_to_sign_in(client, page, translation):
    for name in STOCK:
        address = reverse(f"wagtail_localize:{name}", kwargs=arguments(name, page, translation))
        assert client.post(address).url.startswith(reverse("wagtailadmin_login"))


GERMAN = {"translator into German", "coordinator", "publisher", "administrator"}
"""Who may write German words of a public page that was asked for in German."""
OFFICE = set(EVERYBODY) - {"translator into German", "translator into French"}
EVERYONE = set(EVERYBODY)

DESK_ADDRESSES = {
    # name: (who gets the page, who may post)
    "desk": (EVERYONE, EVERYONE),
    "batch": ({"administrator"}, {"administrator"}),
    "changes": ({"publisher", "administrator"}, {"publisher", "administrator"}),
    "request": (OFFICE, OFFICE),
    "request_snippet": (OFFICE, OFFICE),
    "editor": (GERMAN, set()),
    "changed": (OFFICE | GERMAN, set()),
    "segment": (set(), GERMAN),
    "fact": (set(), GERMAN),
    "preview": (GERMAN, GERMAN),
    "share": (GERMAN, GERMAN),
    "revoke_link": (set(), GERMAN),
    "act": (set(), GERMAN),
    "propose": (set(), GERMAN),
    "publish_with_gaps": ({"publisher", "administrator"}, {"publisher", "administrator"}),
    "download": (OFFICE | GERMAN, set()),
    "upload": (GERMAN, GERMAN),
    "download_list": (EVERYONE, set()),
    "files": (EVERYONE, EVERYONE),
    "received": (EVERYONE, EVERYONE),  # whose file it is not is led to where files are sent
}
"""Who may do what at the desk's own addresses. Posting nothing is no refusal: it is answered as a bad form."""

NOTHING_THERE = {("segment", 404), ("propose", 404)}
"""What somebody is told who has come through the door."""


def desk_arguments(name, page, translation):
    promotion = Promotion.objects.create(
        title="Join", text="Join us.", button="How", url="https://example.org/", locale=page.locale
    )
    owner, _created = get_user_model().objects.get_or_create(username="administrator")
    batch = TranslationBatch.objects.create(
        action="request", cells=[[str(page.translation_key), ["de"]]], wishes={}, requested_by=owner
    )
    received = ReceivedFile.objects.create(received_from=owner, name="bells.po", data=b"")
    record = {"translation_id": translation.pk}
    link = share(translation, user=owner, for_whom="The mayor's office", days=1)
    override = OverridableSegment.objects.first()
    return {
        "desk": {},
        "batch": {"batch_id": batch.pk},
        "changes": {"page_id": page.pk},
        "request": {"page_id": page.pk},
        "request_snippet": {"app_label": "cms", "model_name": "promotion", "pk": promotion.pk},
        "fact": {**record, "context_id": override.context_id},
        "revoke_link": {**record, "link_id": link.pk},
        "download": {**record, "form": "po"},
        "download_list": {"form": "po"},
        "files": {},
        "received": {"file_id": received.pk},
    }.get(name, record)


def test_every_address_of_the_desk_is_declared():
    assert {pattern.name for pattern in desk_urls.urlpatterns} == set(DESK_ADDRESSES)


@pytest.mark.parametrize("role", EVERYBODY)
def test_addresses_of_the_desk_answer_as_declared(client, page, translation, role):
    client.force_login(somebody(role))
    allowed = {"get": set(), "post": set()}

    for name in DESK_ADDRESSES:
        address = reverse(f"desk:{name}", kwargs=desk_arguments(name, page, translation))
        for method, names in allowed.items():
            response = getattr(client, method)(address)
            # Whoever may write is asked which sentence, and there is none without a name; nor is there a machine.
            if _is_let_in(response) or (name, response.status_code) in NOTHING_THERE:
                names.add(name)

    assert allowed == {
        "get": {name for name, (getting, _posting) in DESK_ADDRESSES.items() if role in getting},
        "post": {name for name, (_getting, posting) in DESK_ADDRESSES.items() if role in posting},
    }


def _is_let_in(response):
    """Return whether somebody got further than the door; Wagtail's admin sends others to its home."""
    sent_home = response.status_code == 302 and response.url == reverse("wagtailadmin_home")
    return response.status_code not in (403, 404, 405) and not sent_home


def test_strangers_are_asked_to_sign_in_at_the_desk(client, page, translation):
    for name in DESK_ADDRESSES:
        address = reverse(f"desk:{name}", kwargs=desk_arguments(name, page, translation))
        assert client.get(address).url.startswith(reverse("wagtailadmin_login"))
        assert client.post(address).url.startswith(reverse("wagtailadmin_login"))


class TestStockCallersOfSaveTarget:
    """Whoever calls the stock ``save_target`` comes through the gate."""

    def test_what_is_incomplete_becomes_a_draft(self, page, translation):
        translation.save_target(publish=True)

        target = page.get_translation(translation.target_locale)
        assert not target.live

    def test_what_is_public_is_not_overwritten_with_gaps(self, page, translation):
        fill(
            translation,
            {"Streets": "Straßen", "Streets for people.": "Für Menschen.", "Website": "Netz"},
        )
        translation.save_target(publish=True)
        page.summary = "Streets for everybody."
        page.save_revision().publish()

        Translation.objects.get(pk=translation.pk).save_target(publish=True)
        Translation.objects.get(pk=translation.pk).save_target(publish=False)

        target = page.get_translation(translation.target_locale).specific
        assert (target.live, target.title, target.summary) == (True, "Straßen", "Für Menschen.")

    def test_what_is_complete_goes_public(self, page, translation):
        fill(
            translation,
            {"Streets": "Straßen", "Streets for people.": "Für Menschen.", "Website": "Netz"},
        )

        translation.save_target(publish=True)

        assert page.get_translation(translation.target_locale).live

    def test_a_promotion_has_no_version_before_it_is_complete(self, site):
        promotion = Promotion.objects.create(
            title="Join",
            text="Join us.",
            button="How",
            url="https://e.org/",
            locale=site.home.locale,
        )
        german = site.home_in("de").locale
        translation = request_translation(promotion, german)

        translation.save_target()
        assert not promotion.has_translation(german)
        fill(translation, {"Join": "Mitmachen", "Join us.": "Machen Sie mit.", "How": "Wie"})
        translation.save_target()

        assert promotion.get_translation(german).title == "Mitmachen"

    def test_the_stock_operation_publishes_nothing(self, page, site):
        translate_object(page, [site.home_in("de").locale], user=make_administrator())

        assert not Page.objects.filter(
            translation_key=page.translation_key, locale__language_code="de", live=True
        ).exists()


def test_nothing_is_asked_for_in_place_of_the_original(client, page, translation):
    fill(
        translation,
        {"Streets": "Straßen", "Streets for people.": "Für Menschen.", "Website": "Netz"},
    )
    translation.save_target()
    german = page.get_translation(translation.target_locale)
    client.force_login(somebody("coordinator"))

    client.post(reverse("desk:desk"), {"one": f"request:{german.translation_key}.en"})

    assert not Translation.objects.filter(target_locale=page.locale).exists()
