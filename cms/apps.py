"""The core application."""

from django.apps import AppConfig
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

MALTESE = {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"}
"""The one official language of the Union that Django has never heard of; a catalogue makes it acceptable to it."""


class CmsConfig(AppConfig):
    """Models, languages and front shared by every kind of content."""

    name = "cms"
    verbose_name = _("content")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks and the receivers, and a language; put the gate before wagtail-localize."""
        LANG_INFO.setdefault("mt", MALTESE)
        from wagtail_localize.locales.components import (  # noqa: PLC0415 -- app ready
            register_locale_component,
        )
        from wagtail_localize.models import Translation, TranslationSource  # noqa: PLC0415 -- app ready

        from cms import checks, receivers  # noqa: F401, PLC0415 -- app ready
        from cms.languages.opening import offer_no_synchronisation  # noqa: PLC0415 -- app ready
        from cms.languages.translation import publication  # noqa: PLC0415 -- app ready
        from cms.models import TranslationRules  # noqa: PLC0415 -- app ready

        TranslationSource.sync_view_restrictions = publication.leave_restrictions_alone
        Translation.save_target = publication.save_target
        register_locale_component(
            heading=_("How translations into this language are made"), required=True
        )(TranslationRules)
        offer_no_synchronisation()
