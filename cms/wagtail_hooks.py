"""What does the core add to the editors' side? Registrations only; the logic is imported."""

from __future__ import annotations

from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.desk import urls as desk_urls
from cms.desk.access import may_enter
from cms.desk.account import JobMessagesPanel
from cms.desk.changes import PublishMinorEdit, after_publishing, before_publishing
from cms.desk.entrance import edit_instead, refuse_to_publish_many
from cms.desk.guards import guarded_urls, withdraw_stock_offers
from cms.desk.keys import REVOKED as KEY_REVOKED
from cms.desk.keys import ByKeyFormatter, KeyRevokedFormatter, KeyViewSet
from cms.desk.panels import TranslationsPanel
from cms.desk.sharing import RevokedFormatter, SharedFormatter
from cms.desk.webhooks import WebhookViewSet
from cms.languages.lifecycle import consequences
from cms.languages.translation.changes import KEPT
from cms.languages.translation.rights import may_coordinate
from cms.languages.translation.sharing import REVOKED, SHARED
from cms.models import (
    City,
    FallbackChain,
    GlossaryTerm,
    Member,
    MemberCountry,
    Programme,
    Promotion,
    Sourced,
    Topic,
)
from cms.usage import obstacles
from cms.webhooks.orders import ENABLED, RENEWED, SENT_AGAIN, TESTED
from cms.webhooks.sending import DISABLED

PLAIN = ("wagtail.create", "wagtail.edit", "wagtail.delete")
"""Wagtail's own actions that a program can do with a key."""


class CityViewSet(SnippetViewSet):
    """The cities."""

    model = City
    icon = "globe"
    list_display = ["name", "country"]
    list_filter = ["country"]


class MemberViewSet(SnippetViewSet):
    """The members."""

    model = Member
    icon = "group"
    list_display = ["name", "authority", "city", "member_since"]
    list_filter = ["authority"]


class MemberCountryViewSet(SnippetViewSet):
    """The member countries."""

    model = MemberCountry
    icon = "site"
    list_display = ["country", "forum_name"]


class TopicViewSet(SnippetViewSet):
    """The topics."""

    model = Topic
    icon = "tag"
    list_display = ["name", "slug"]


class ProgrammeViewSet(SnippetViewSet):
    """The programmes."""

    model = Programme
    icon = "form"
    list_display = ["name", "generation"]


class PromotionViewSet(SnippetViewSet):
    """The promotions."""

    model = Promotion
    icon = "pick"
    list_display = ["title", "button"]


class FallbackChainViewSet(SnippetViewSet):
    """The fallback chains."""

    model = FallbackChain
    icon = "list-ol"


class GlossaryTermViewSet(SnippetViewSet):
    """The glossary."""

    model = GlossaryTerm
    icon = "openquote"
    list_display = [
        "term",
        "language",
        BooleanColumn("is_protected", label=_("Never translated")),
        "definition",
    ]
    list_filter = ["language", "is_protected"]


class NetworkGroup(SnippetViewSetGroup):
    """What is chosen instead of typed."""

    menu_label = _("Network")
    menu_icon = "group"
    menu_order = 300
    items = (
        CityViewSet,
        MemberViewSet,
        MemberCountryViewSet,
        TopicViewSet,
        ProgrammeViewSet,
        PromotionViewSet,
        GlossaryTermViewSet,
        FallbackChainViewSet,
    )


register_snippet(NetworkGroup)


@hooks.register("register_admin_viewset")
def offer_keys():
    """Let administrators make keys for the API."""
    return KeyViewSet()


@hooks.register("register_admin_viewset")
def offer_webhooks():
    """Let administrators say who is told of changes."""
    return WebhookViewSet()


@hooks.register("register_admin_urls", order=-1)
def answer_for_wagtail_localize():
    """Answer wagtail-localize's addresses before it does."""
    return guarded_urls()


withdraw_stock_offers()


@hooks.register("register_admin_urls")
def register_desk():
    """Mount the translators' desk below the admin."""
    return [path("translations/", include(desk_urls))]


@hooks.register("register_page_action_menu_item")
def offer_minor_edit():
    """Offer to publish a correction after which translations stay valid."""
    return PublishMinorEdit(order=1)


@hooks.register("before_publish_page")
def note_how_translations_stand(request, page):
    """Note before a minor edit how translations stand."""
    before_publishing(request, page)


@hooks.register("after_publish_page")
def tell_what_becomes_of_translations(request, page):
    """Keep translations after a minor edit, or tell which are outdated."""
    after_publishing(request, page)


@hooks.register("register_account_settings_panel")
def offer_choice_of_messages(request, user, profile):
    """Let translators choose, in their account, when they get mails."""
    return JobMessagesPanel(request, user, profile)


@hooks.register("before_edit_page", order=-1)
@hooks.register("before_edit_snippet", order=-1)
def edit_translations_at_the_desk(request, instance):
    """Lead to the translation editor, before wagtail-localize shows its own."""
    return edit_instead(request, instance)


@hooks.register("before_bulk_action")
def publish_translations_at_the_desk(request, action_type, objects, _action):
    """Refuse to publish translations among many pages: nobody would have looked for gaps."""
    if action_type == "publish" and objects and isinstance(objects[0], Page):
        return refuse_to_publish_many(request, objects)
    return None


@hooks.register("register_log_actions")
def register_translation_actions(actions):
    """Let Wagtail's log say that translations were kept, drafts shared, and keys revoked."""
    actions.register_action(
        KEPT, _("Keep translations"), _("Translations stay valid after a correction")
    )
    actions.register_action(SHARED)(SharedFormatter)
    actions.register_action(REVOKED)(RevokedFormatter)
    actions.register_action(KEY_REVOKED)(KeyRevokedFormatter)
    for action, label, words in (
        (RENEWED, _("Renew the secret of a webhook"), _("Renewed the secret")),
        (ENABLED, _("Enable a webhook"), _("Enabled")),
        (DISABLED, _("Disable a webhook"), _("Disabled: no message got through")),
        (TESTED, _("Test a webhook"), _("Sent a test message")),
        (SENT_AGAIN, _("Send a message to a webhook again"), _("Sent a message again")),
    ):
        actions.register_action(action, label, words)


@hooks.register("register_log_actions", order=1)
def name_keys_in_the_log(actions):
    """Let the log name the key with which a program has done something, also where Wagtail's own formatter would not."""
    for action in (*PLAIN, RENEWED, ENABLED, SENT_AGAIN):
        actions.formatters[action] = ByKeyFormatter(actions.formatters[action])


class DeskMenuItem(MenuItem):
    """Leads to the desk."""

    def is_shown(self, request):
        """Show it to those who translate or coordinate."""
        return may_enter(request.user)


@hooks.register("register_admin_menu_item")
def offer_desk():
    """Offer the desk in the main menu, below the pages."""
    return DeskMenuItem(
        _("Translations"),
        reverse("desk:desk"),
        name="translations",
        icon_name="wagtail-localize-language",
        order=150,
    )


@hooks.register("construct_homepage_panels")
def show_what_waits(request, panels):
    """Show on the admin's first page what waits to be translated."""
    if may_enter(request.user):
        panels.append(TranslationsPanel())


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def offer_translations(page, user, view_name=None, next_url=None):
    """Offer, beside a page, to ask for its translations or to see them."""
    if not (page.pk and isinstance(page, Sourced) and may_enter(user)):
        return
    yield Button(
        _("Translations"),
        url=reverse("desk:request", args=[page.source_id or page.pk])
        if may_coordinate(user)
        else f"{reverse('desk:desk')}?only={page.translation_key}",
        icon_name="wagtail-localize-language",
        priority=60,
    )


@hooks.register("register_snippet_listing_buttons")
def offer_translations_of_promotion(snippet, user, next_url=None):
    """Offer, beside a promotion, to ask for its translations or to see them."""
    if isinstance(snippet, Promotion) and may_enter(user):
        yield Button(
            _("Translations"),
            url=reverse("desk:request_snippet", args=["cms", "promotion", snippet.pk])
            if may_coordinate(user)
            else f"{reverse('desk:desk')}?only={snippet.translation_key}",
            icon_name="wagtail-localize-language",
            attrs={"aria-label": gettext("Translations of ‘%(title)s’") % {"title": snippet}},
            priority=100,
        )


@hooks.register("before_delete_page")
def keep_what_is_needed(request, page):
    """Refuse to delete a page while a subpage or a translation of it is needed elsewhere, and tell where."""
    return _refusal(request, [page]) if request.method == "POST" else None


@hooks.register("before_delete_page")
def tell_what_is_deleted(request, page):
    """Tell, on the page that asks "Really?", what is deleted with a page in other languages."""
    _tell(request, consequences(page, "delete"))


@hooks.register("before_move_page")
def tell_what_is_moved(request, page, destination):
    """Tell, on the page that asks "Really?", what is moved with a page in other languages."""
    # Wagtail asks this only afterwards.
    if page.permissions_for_user(request.user).can_move_to(destination):
        _tell(request, consequences(page, "move", destination=destination))


def _tell(request, sentences):
    # The templates of these pages leave no block open for it.
    if request.method == "GET":
        for sentence in sentences:
            messages.warning(request, sentence)


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items, _request, _context):
    """Offer no alias in the form of a page."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("before_bulk_action")
def keep_what_is_needed_of_many(request, action_type, objects, _action):
    """Refuse the same when many pages are deleted at once."""
    if action_type == "delete" and objects and isinstance(objects[0], Page):
        return _refusal(request, objects)
    return None


def _refusal(request, pages):
    found = obstacles(pages, request.user)
    if not found:
        return None
    names = ", ".join(
        f"{place.name} ({place.kind})" if place.name else place.kind for place in found
    )
    messages.error(
        request, gettext("Nothing was deleted. It is needed by: %(names)s") % {"names": names}
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
