"""Does Wagtail's admin lead to the desk, and to nothing of wagtail-localize's own?"""

import pytest
from wagtail.admin.menu import admin_menu, reports_menu

from cms.models import Promotion
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation, make_user
from cms.wagtail_hooks import offer_translations_of_promotion

STOCK = ("Translate this page", "Sync translated", "Convert to alias", "Start Synced translation")


def labels(menu, user, rf) -> list[str]:
    request = rf.get("/admin/")
    request.user = user
    return [str(item.label) for item in menu.menu_items_for_request(request)]


@pytest.mark.parametrize(
    ("who", "is_offered"), [("coordinator", True), ("french_translator", True), ("stranger", False)]
)
def test_the_main_menu_leads_to_the_desk(request, site, rf, who, is_offered):
    user = request.getfixturevalue(who)

    assert ("Translations" in labels(admin_menu, user, rf)) is is_offered


def test_the_reports_have_no_list_of_translations_beside_it(admin_user, site, rf):
    assert "Translations" not in labels(reports_menu, admin_user, rf)


def test_a_page_leads_to_the_request_form_of_its_source(coordinator, at_work):
    page = make_page(NewsPage)
    translated = make_translation(page, "fr")
    browser = at_work(coordinator)

    for address in (f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{translated.get_parent().pk}/"):
        content = browser.get(address, follow=True).content.decode()
        assert f"/admin/translations/request/page/{page.pk}/" in content
        assert [words for words in STOCK if words in content] == []


def test_a_promotion_leads_to_its_request_form(coordinator, site, at_work):
    promotion = Promotion.objects.create(
        title="Join", text="Text.", button="How", url="https://x.example", locale=site.home.locale
    )

    content = at_work(coordinator).get("/admin/snippets/cms/promotion/").content.decode()

    assert f"/admin/translations/request/cms/promotion/{promotion.pk}/" in content
    assert "/admin/localize/submit/" not in content


def test_a_promotion_leads_who_does_not_coordinate_to_its_row(promotion, rf):
    user = make_user("writer", "Translators into French")

    (button,) = offer_translations_of_promotion(promotion, user)

    assert button.url == f"/admin/translations/?only={promotion.translation_key}"
