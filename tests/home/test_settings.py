"""Is what may leave the house a matter of the environment, and off without it?"""

import json
import os
import subprocess
import sys

import pytest

READ = "import json; from home.settings import base; print(json.dumps(base.WAGTAILLOCALIZE_MACHINE_TRANSLATOR))"


def machine(**variables: str):
    """Return the setting as a process with these variables reads it."""
    own = {name: value for name, value in os.environ.items() if "TRANSLAT" not in name}
    own.pop("DEEPL_AUTH_KEY", None)
    done = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", READ],
        env=own | variables,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


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
