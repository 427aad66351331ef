"""Is much work done in the background, once, and by nobody who may not do it?"""

import pytest
from django.contrib.auth.models import Group
from wagtail_localize.models import Translation

from cms.languages.translation.tasks import step, work_off
from cms.models import TranslationBatch
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page

from .screen import DESK, do, said, stages


@pytest.fixture
def many(site, coordinator, at_work, monkeypatch):
    """Three pages in two languages, requested where at most two cells are done at once."""
    monkeypatch.setattr("cms.desk.matrix.AT_ONCE", 2)
    pages = [make_page(NewsPage, title=f"Thing {number}") for number in range(3)]
    response = do(
        at_work(coordinator), "request", rows=[page.translation_key for page in pages],
        shown_languages=["de", "fr"],
    )  # fmt: skip
    return pages, response, at_work(coordinator)


def test_much_is_done_in_the_background_and_told_on_a_page_of_its_own(many):
    pages, response, browser = many
    batch = TranslationBatch.objects.get()

    assert response.redirect_chain == [(f"{DESK}batch/{batch.pk}/", 302)]
    assert [stages(page) for page in pages] == [{}, {}, {}]
    work_off.call(batch.pk)

    assert [stages(page) for page in pages] == [{"de": "open", "fr": "open"}] * 3
    context = browser.get(f"{DESK}batch/{batch.pk}/").context
    assert (context["batch"].done, context["done"], context["refused"]) == (3, "6 requested", [])


def test_a_batch_that_was_killed_goes_on_without_doing_a_page_twice(many, monkeypatch):
    pages, _response, browser = many
    batch = TranslationBatch.objects.get()
    asked = []

    def act_until_killed(action, source, tags, **wishes):
        asked.append(source.pk)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return real_act(action, source, tags, **wishes)

    from cms.languages.translation.actions import act as real_act  # noqa: PLC0415 -- replaced here

    monkeypatch.setattr("cms.languages.translation.tasks.act", act_until_killed)
    with pytest.raises(KeyboardInterrupt):
        work_off.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.done, batch.succeeded) == (1, 2)
    made = set(Translation.objects.values_list("pk", flat=True))

    assert said(browser.post(f"{DESK}batch/{batch.pk}/", follow=True)) == ["It goes on."]
    work_off.call(batch.pk)

    batch.refresh_from_db()
    assert (batch.done, batch.succeeded, batch.refusals) == (3, 6, [])
    assert asked == [pages[0].pk, pages[1].pk, pages[1].pk, pages[2].pk]
    assert made < set(Translation.objects.values_list("pk", flat=True))
    work_off.call(batch.pk)
    assert len(asked) == 4


def test_a_page_that_breaks_does_not_hold_up_the_others(many, monkeypatch, caplog):
    pages, _response, browser = many
    batch = TranslationBatch.objects.get()
    pages[0].delete()

    def broken(*_arguments, **_wishes):
        raise RuntimeError("it broke")

    monkeypatch.setattr("cms.languages.translation.tasks.act", broken)
    step(batch.pk)
    step(batch.pk)
    monkeypatch.undo()
    work_off.call(batch.pk)

    context = browser.get(f"{DESK}batch/{batch.pk}/").context
    assert context["done"] == "2 requested"
    assert [str(line) for line in context["refused"]] == [
        "2 refused: it is no longer there, or you may not see it",
        "2 refused: something went wrong; the reason stands in the log: ‘<bdi>Thing 1</bdi>’ (German and French)",
    ]
    assert "it broke" in caplog.text


def test_a_batch_has_no_more_rights_than_its_user_has_by_then(many, coordinator):
    pages, _response, _browser = many
    coordinator.groups.set(Group.objects.filter(name="Translators into French"))

    work_off.call(TranslationBatch.objects.get().pk)

    assert [stages(page) for page in pages] == [{}, {}, {}]
    assert {reason for _page, _tag, reason in TranslationBatch.objects.get().refusals} == {"right"}


def test_promotions_are_worked_off_with_pages(many, promotion, french):
    pages, _response, browser = many
    TranslationBatch.objects.all().delete()
    rows = [promotion.translation_key, *(page.translation_key for page in pages)]

    do(browser, "request", rows=rows, shown_languages=["fr"])
    work_off.call(TranslationBatch.objects.get().pk)

    assert stages(promotion) == {"fr": "open"}
    assert [stages(page) for page in pages] == [{"fr": "open"}] * 3


def test_a_batch_is_shown_to_its_user_alone(many, member, at_work):
    batch = TranslationBatch.objects.get()
    other = member("Coordinators", name="other")

    assert at_work(other).get(f"{DESK}batch/{batch.pk}/").status_code == 404
