"""Does a coordinator ask for a page in several languages, and only as far as they may?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.languages.translation.requests import request_translation, request_translations
from cms.languages.translation.states import State
from cms.models import Promotion, TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation

from .screen import said

Release = TranslationJob.Release
TOMORROW = timezone.now().date() + timedelta(days=1)


def form_of(page) -> str:
    return reverse("desk:request", args=[page.pk])


def ask(browser, page, *languages: str, **data):
    """Fill in the form as it stands when it is opened, and send it."""
    given = {
        "languages": languages, "release": "by_hand", "release_zone": "Europe/Brussels", **data
    }  # fmt: skip
    return browser.post(form_of(page), given, follow=True)


def errors(response) -> dict[str, list[str]]:
    return response.context["form"].errors


def jobs() -> dict[str, TranslationJob]:
    found = TranslationJob.objects.select_related("translation__target_locale")
    return {job.translation.target_locale.language_code: job for job in found}


def test_a_page_is_asked_for_in_several_languages_at_once(
    coordinator, french_translator, member, at_work
):
    page = make_page(NewsPage, title="A thing")
    german = member("Translators into German")

    response = ask(
        at_work(coordinator), page, "fr", "de", person_fr=french_translator.pk, person_de=german.pk,
        due_on=TOMORROW.isoformat(), note="For the mayor.",
    )  # fmt: skip

    assert said(response) == ["‘A thing’ was requested in 2 languages."]
    assert {
        tag: (job.assignee, job.due_on, job.note, job.requested_by, job.release)
        for tag, job in jobs().items()
    } == {
        "fr": (french_translator, TOMORROW, "For the mayor.", coordinator, Release.BY_HAND),
        "de": (german, TOMORROW, "For the mayor.", coordinator, Release.BY_HAND),
    }


def test_only_those_are_offered_who_translate_into_the_language(
    coordinator, french_translator, member, at_work
):
    page = make_page(NewsPage)
    both = member("Translators into French", "Translators into German", name="both")

    form = at_work(coordinator).get(form_of(page)).context["form"]

    def offered(tag: str) -> set[str]:
        return {value for value, _name in form.fields[f"person_{tag}"].choices}

    assert offered("fr") == {"", *(str(user.pk) for user in (coordinator, french_translator, both))}
    assert offered("de") == {"", *(str(user.pk) for user in (coordinator, both))}
    response = ask(at_work(coordinator), page, "de", person_de=french_translator.pk)
    assert list(errors(response)) == ["person_de"]
    assert jobs() == {}


def test_each_language_says_how_far_it_is(coordinator, french, at_work):
    page = make_page(NewsPage)
    make_translation(page, "de")
    request_translation(page, french)

    lines = at_work(coordinator).get(form_of(page)).context["form"].lines()

    assert [(line.name, line.cell.state, line.is_offered) for line in lines] == [
        ("English", State.SOURCE, False),
        ("French", State.QUEUED, True),
        ("German", State.CURRENT, False),
    ]


@pytest.mark.parametrize("languages", [(), ("en",), ("de", "xx")])
def test_languages_in_which_there_is_nothing_to_do_are_refused(coordinator, at_work, languages):
    page = make_page(NewsPage)

    assert list(errors(ask(at_work(coordinator), page, *languages))) == ["languages"]
    assert jobs() == {}


def test_what_was_asked_for_before_is_changed_where_it_is_ticked(
    coordinator, french_translator, french, german, at_work
):
    page = make_page(NewsPage)
    request_translations(page, [french, german], note="Before.")

    ask(at_work(coordinator), page, "fr", person_fr=french_translator.pk, note="Now.", release="")

    assert {tag: (job.assignee, job.note) for tag, job in jobs().items()} == {
        "fr": (french_translator, "Now."),
        "de": (None, "Before."),
    }


@pytest.mark.parametrize("others", [0, 1])
def test_who_has_left_the_group_keeps_what_they_have_until_somebody_decides(
    coordinator, french_translator, member, at_work, others
):
    coordinator.groups.set([Group.objects.get(name="Coordinators")])
    page = make_page(NewsPage)
    ask(at_work(coordinator), page, "fr", person_fr=french_translator.pk)
    french_translator.groups.clear()
    for number in range(others):
        member("Translators into French", name=f"another {number}")

    form = at_work(coordinator).get(form_of(page)).context["form"]
    shown = form["person_fr"].value()
    assert str(french_translator.pk) in dict(form.fields["person_fr"].choices)
    ask(at_work(coordinator), page, "fr", person_fr=shown, note="Soon.")
    assert (jobs()["fr"].assignee, jobs()["fr"].note) == (french_translator, "Soon.")

    ask(at_work(coordinator), page, "fr", person_fr="")
    assert jobs()["fr"].assignee is None


def test_a_draft_is_asked_for_by_who_may_edit_it(coordinator, stranger, at_work):
    page = make_page(NewsPage, title="Draft", publish=False)
    ask(at_work(coordinator), page, "fr")
    assert list(jobs()) == ["fr"]

    stranger.user_permissions.add(Permission.objects.get(codename="submit_translation"))
    assert at_work(stranger).get(form_of(make_page(NewsPage, publish=False))).status_code == 302
    assert at_work(stranger).get(form_of(make_page(NewsPage))).status_code == 200


def test_a_translator_does_not_ask(french_translator, site, at_work):
    response = at_work(french_translator).get(form_of(make_page(NewsPage)))

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_a_translation_leads_to_its_source(coordinator, at_work):
    page = make_page(NewsPage, title="A thing")
    translated = make_translation(page, "fr")

    assert at_work(coordinator).get(form_of(translated)).context["source"] == page


def test_what_is_no_page_with_versions_is_not_found(coordinator, at_work):
    browser = at_work(coordinator)

    assert browser.get(form_of(Page.get_first_root_node())).status_code == 404
    assert browser.get("/admin/translations/request/page/99999/").status_code == 404
    for place in (
        "cms/promotion/x",
        "cms/promotion/99999",
        "cms/promotion/" + "9" * 30,
        "auth/user/1",
        "cms/none/1",
    ):
        assert browser.get(f"/admin/translations/request/{place}/").status_code == 404


def test_a_promotion_is_asked_for_too(coordinator, site, at_work):
    promotion = Promotion.objects.create(
        title="Join", text="Text.", button="How", url="https://x.example", locale=site.home.locale
    )
    browser = at_work(coordinator)
    address = reverse("desk:request_snippet", args=["cms", "promotion", promotion.pk])

    states = {line.tag: line.cell.state for line in browser.get(address).context["form"].lines()}
    browser.post(
        address, {"languages": ["fr"], "release": "by_hand", "release_zone": "Europe/Brussels"}
    )

    assert states == {"de": State.MISSING, "en": State.SOURCE, "fr": State.MISSING}
    assert list(jobs()) == ["fr"]


class TestGoingPublic:
    """When does it go public, and who decides that?"""

    @pytest.fixture
    def publisher(self, member):
        return member("Publishers")

    @pytest.mark.parametrize("release", ["when_ready", "together"])
    def test_a_publisher_decides(self, publisher, at_work, release):
        ask(at_work(publisher), make_page(NewsPage), "fr", release=release)

        job = jobs()["fr"]
        assert (job.release, job.released_by) == (release, publisher)

    @pytest.mark.parametrize("release", ["when_ready", "together", "at"])
    def test_who_may_not_publish_does_not(self, coordinator, at_work, release):
        response = ask(
            at_work(coordinator), make_page(NewsPage), "fr", "de", release=release,
            release_on=TOMORROW.isoformat(), release_time="12:00",
        )  # fmt: skip

        assert errors(response) == {
            "release": ["You may not publish in: German and French. Leave it to somebody who may."]
        }
        assert jobs() == {}

    def test_who_may_not_publish_leaves_it_as_it_was_decided(self, coordinator, publisher, at_work):
        page = make_page(NewsPage)
        ask(at_work(publisher), page, "fr", release="when_ready")

        response = ask(at_work(coordinator), page, "fr", release="by_hand")
        assert list(errors(response)) == ["release"]
        ask(at_work(coordinator), page, "fr", release="", note="Soon.")

        job = jobs()["fr"]
        assert (job.release, job.released_by, job.note) == ("when_ready", publisher, "Soon.")

    @pytest.mark.parametrize("wanted", ["by_hand", "when_ready", "together", "at"])
    @pytest.mark.parametrize("decided", ["when_ready", "together", "at"])
    def test_who_may_not_publish_changes_no_decision(
        self, coordinator, publisher, at_work, decided, wanted
    ):
        page = make_page(NewsPage)
        ask(
            at_work(publisher), page, "fr", release=decided,
            release_on=TOMORROW.isoformat(), release_time="12:00",
        )  # fmt: skip
        before = jobs()["fr"]
        assert before.release == decided

        response = ask(
            at_work(coordinator), page, "fr", release=wanted, note="Never mind.",
            release_on=(TOMORROW + timedelta(days=1)).isoformat(), release_time="13:00",
        )  # fmt: skip

        assert errors(response) == {
            "release": ["You may not publish in: French. Leave it to somebody who may."]
        }
        after = jobs()["fr"]
        for field in ("release", "release_at", "release_zone", "released_by", "note"):
            assert getattr(after, field) == getattr(before, field)

    @pytest.mark.parametrize("wanted", ["by_hand", "when_ready", "together", "at"])
    def test_a_publisher_changes_a_decision(self, publisher, at_work, wanted):
        page = make_page(NewsPage)
        ask(at_work(publisher), page, "fr", release="when_ready")

        ask(
            at_work(publisher), page, "fr", release=wanted,
            release_on=TOMORROW.isoformat(), release_time="12:00",
        )  # fmt: skip

        job = jobs()["fr"]
        assert (job.release, bool(job.release_at)) == (wanted, wanted == "at")
        assert job.released_by == (None if wanted == "by_hand" else publisher)

    def test_a_set_time_has_a_zone(self, publisher, at_work):
        ask(
            at_work(publisher), make_page(NewsPage), "fr", release="at",
            release_on="2030-07-01", release_time="09:30", release_zone="Europe/Helsinki",
        )  # fmt: skip

        job = jobs()["fr"]
        assert job.release_at == datetime(2030, 7, 1, 6, 30, tzinfo=UTC)
        assert job.release_zone == "Europe/Helsinki"

    @pytest.mark.parametrize(
        ("day", "time", "zone", "found"),
        [
            ("", "", "Europe/Brussels", ["release_on", "release_time"]),
            ("2030-07-01", "", "Europe/Brussels", ["release_time"]),
            ("2030-07-01", "25:00", "Europe/Brussels", ["release_time"]),
            ("2020-07-01", "09:30", "Europe/Brussels", ["release_on"]),
            ("0001-01-01", "00:00", "Asia/Tokyo", ["release_on"]),
            ("9999-12-31", "23:59", "America/New_York", ["release_on"]),
            ("2030-07-01", "09:30", "Mars/Olympus", ["release_zone"]),
            # The clocks of Brussels skip the hour from 2 to 3 on the last Sunday of March 2030.
            ("2030-03-31", "02:30", "Europe/Brussels", ["release_time"]),
            # And show it twice on the last Sunday of October.
            ("2030-10-27", "02:30", "Europe/Brussels", ["release_time"]),
        ],
    )
    def test_a_time_that_will_not_be_is_told_beside_its_field(
        self, publisher, at_work, day, time, zone, found
    ):
        response = ask(
            at_work(publisher), make_page(NewsPage), "fr", release="at",
            release_on=day, release_time=time, release_zone=zone,
        )  # fmt: skip

        assert list(errors(response)) == found
        assert jobs() == {}

    @pytest.mark.parametrize(
        ("day", "words"),
        [("2030-03-31", "summer time begins"), ("2030-10-27", "summer time ends")],
    )
    def test_the_change_of_clocks_is_named(self, publisher, at_work, day, words):
        response = ask(
            at_work(publisher), make_page(NewsPage), "fr", release="at",
            release_on=day, release_time="02:00",
        )  # fmt: skip

        assert words in errors(response)["release_time"][0]


@pytest.mark.parametrize("count", [1, 4])
def test_the_form_costs_the_same_whatever_there_is(
    coordinator, member, at_work, count, django_assert_num_queries
):
    for number in range(count):
        member("Translators into French", name=f"french_translator {number}")
    page = make_page(NewsPage)
    browser = at_work(coordinator)
    browser.get(form_of(page))

    with django_assert_num_queries(17):
        browser.get(form_of(page))


def test_where_everything_is_translated_nothing_is_asked(at_work, coordinator, site):
    page = make_page(NewsPage, title="Streets")
    for language in ("de", "fr"):
        make_translation(page, language)

    answer = at_work(coordinator).get(reverse("desk:request", args=[page.pk]))

    content = answer.content.decode()
    assert "All translations are of the words as they are now." in content
    assert 'name="note"' not in content
