"""Do pictures tell what they show, and who made them?"""

import pytest
from django.urls import reverse

from cms.models import Promotion
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_picture, make_translation
from newsletter.readiness import pictures
from newsletter.readiness.draft import Draft
from newsletter.selection import promotion_versions
from tests.newsletter.conftest import block, entries, entry


def found_in(issue):
    chosen = [s.value["promotion"] for s in issue.sections if s.block_type == "promotion"]
    return list(pictures.findings(Draft(issue), promotion_versions(chosen).values()))


def told(issue) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.weight, finding.subject) for finding in found_in(issue)]


def page_with(picture, **fields):
    page = make_page(NewsPage, picture=picture, picture_alt_text="Stalls", **fields)
    NewsPage.objects.filter(pk=page.pk).update(picture_alt_text="", **fields)
    return page


def test_a_picture_with_words_and_credit_is_no_finding(june):
    page = make_page(NewsPage, picture=make_picture("Square", credit="Anna Kowalska"))

    assert told(june(entries(entry(page)))) == []


def test_a_picture_without_credit_is_told_once_for_all_languages(june):
    square = make_picture("Square")
    one, other = (make_page(NewsPage, title=title, picture=square) for title in ("A", "B"))
    issue = june(entries(entry(one), entry(other)), picture=square)

    [finding] = found_in(issue)

    assert told(issue) == [("picture-credit", "warning", "Square")]
    assert finding.languages == ()
    assert finding.url == reverse("wagtailimages:edit", args=[square.pk])


def test_a_picture_that_says_nothing_blocks(june):
    bare = make_picture("Square", alternative_text="", credit="Anna Kowalska")
    page = page_with(bare, title="A market")
    issue = june(entries(entry(page), heading="News"))

    [finding] = found_in(issue)

    assert (finding.code, finding.weight, finding.languages) == ("picture-alt", "blocking", ())
    assert "‘A market’" in finding.message
    assert finding.url == reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize(
    "fields", [{"picture_is_decorative": True}, {"picture_alt_text": "Stalls in the rain"}]
)
def test_a_picture_that_is_decorative_or_told_by_its_page_is_no_finding(june, fields):
    bare = make_picture("Square", alternative_text="", credit="Anna Kowalska")
    page = make_page(NewsPage, picture=bare, **fields)

    assert told(june(entries(entry(page)))) == []


def test_the_picture_is_that_of_the_source(june):
    bare = make_picture("Square", alternative_text="", credit="Anna Kowalska")
    page = page_with(bare, title="A market")
    german = make_translation(page, "de")

    assert told(june(entries(entry(german)))) == [("picture-alt", "blocking", "A market")]


def test_a_page_that_is_not_shown_has_no_picture_to_judge(june):
    page = make_page(NewsPage, picture=make_picture("Square"))
    issue = june(entries(entry(page)))
    page.unpublish()

    assert told(issue) == []


def test_the_strip_of_the_issue_and_a_promotion_are_decorative_and_still_have_a_maker(june, news):
    promotion = Promotion.objects.create(
        title="Join",
        text="It helps.",
        button="How to join",
        page=news,
        picture=make_picture("Hands", alternative_text=""),
        locale=news.locale,
    )
    strip = make_picture("Towers", alternative_text="")
    issue = june(block("promotion", promotion=promotion.pk), picture=strip)

    assert told(issue) == [
        ("picture-credit", "warning", "Towers"),
        ("picture-credit", "warning", "Hands"),
    ]


def test_a_picture_in_a_text_of_the_issue_is_judged(june):
    picture = make_picture("Square", credit="Anna Kowalska")

    def figure(**value):
        return {
            "picture": picture.pk,
            "alternative_text": "",
            "is_decorative": False,
            "caption": "",
            **value,
        }

    issue = june(
        block(
            "text",
            heading="Thanks",
            body=[
                block("figure", **figure()),
                block("figure", **figure(alternative_text="Stalls")),
                block("figure", **figure(is_decorative=True)),
            ],
        )
    )

    [finding] = found_in(issue)

    assert (finding.code, finding.weight) == ("picture-alt", "blocking")
    body = issue.sections[0].value["body"]
    assert finding.url.endswith(f"#block-{body[0].id}-section")
