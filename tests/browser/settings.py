"""What is different where the interface speaks invented languages? They are open, and editors may choose them."""

from home.settings.test import *
from tests.browser.pseudo import ACCENTED, ARABIC

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [*LANGUAGES, (ACCENTED, "Esperanto"), (ARABIC, "العربية")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [*WAGTAILADMIN_PERMITTED_LANGUAGES, *LANGUAGES[-2:]]
LOCALE_PATHS = [environment("INVENTED_CATALOGUES"), *LOCALE_PATHS]
