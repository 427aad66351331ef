"""Is what may leave the house a matter of the environment, and off without it?"""

import json
import os
import subprocess
import sys

import pytest

READ = "import json; from home.settings import base; print(json.dumps(base.{}))"
NAMED = ("TRANSLAT", "DEEPL", "LISTMONK", "MAILCHIMP")


def setting(which: str, **variables: str):
    """Return a setting as a process with these variables reads it."""
    own = {
        name: value for name, value in os.environ.items() if not any(part in name for part in NAMED)
    }
    done = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", READ.format(which)],
        env=own | variables,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def machine(**variables: str):
    """Return the setting of the machine that translates."""
    return setting("WAGTAILLOCALIZE_MACHINE_TRANSLATOR", **variables)


def test_no_machine_translates_unless_one_is_named():
    assert machine() is None


@pytest.mark.parametrize(
    ("variables", "name", "options"),
    [
        (
            {"DEEPL_AUTH_KEY": "k:fx"},
            "DeepL",
            {"AUTH_KEY": "k:fx", "UNPUBLISHED": False, "PRICE": ""},
        ),
        (
            {
                "LIBRETRANSLATE_URL": "http://127.0.0.1:5000",
                "LIBRETRANSLATE_API_KEY": "k",
                "MACHINE_TRANSLATION_OF_DRAFTS": "1",
                "MACHINE_TRANSLATION_PRICE": "20 EUR",
            },
            "LibreTranslate",
            {
                "LIBRETRANSLATE_URL": "http://127.0.0.1:5000",
                "API_KEY": "k",
                "UNPUBLISHED": True,
                "PRICE": "20 EUR",
            },
        ),
    ],
)
def test_a_service_is_named_by_the_environment(variables, name, options):
    assert machine(**variables) == {
        "CLASS": f"cms.languages.translation.machine.services.{name}",
        "OPTIONS": options,
    }


def services(**variables: str) -> dict:
    """Return what the environment says of the services to which editions go."""
    named = setting("NEWSLETTER_BACKENDS", **variables)
    return {name: named[name] for name in ("listmonk", "mailchimp") if name in named}


def test_editions_go_to_no_service_unless_one_is_named():
    assert services() == {}


def test_the_services_to_which_editions_go_are_named_by_the_environment():
    assert services(
        LISTMONK_URL="https://lists.example",
        LISTMONK_USER="belfry",
        LISTMONK_TOKEN="t",
        LISTMONK_TEMPLATE="5",
        LISTMONK_LISTS="de=3, fr = 4,members.de=7,",
        MAILCHIMP_API_KEY="k-us21",
        MAILCHIMP_LISTS="de=a1b2c3d4e5/1234",
    ) == {
        "listmonk": {
            "BACKEND": "newsletter.backends.listmonk.ListmonkBackend",
            "OPTIONS": {
                "URL": "https://lists.example",
                "USER": "belfry",
                "TOKEN": "t",
                "TEMPLATE": "5",
                "LISTS": {"de": "3", "fr": "4", "members.de": "7"},
            },
        },
        "mailchimp": {
            "BACKEND": "newsletter.backends.mailchimp.MailchimpBackend",
            "OPTIONS": {"KEY": "k-us21", "LISTS": {"de": "a1b2c3d4e5/1234"}},
        },
    }
