"""Is a webhook led nowhere but to public hosts over HTTPS, and to what the setting names?"""

import socket

import pytest

from cms.outside import nobody_else
from cms.webhooks.addresses import Flaw, flaw_of, is_listed


def resolve(host: str, port: int) -> list[str]:
    """Know three names, and numbers for what they are."""
    names = {"public.example": ["8.8.8.8"], "inside.example": ["10.0.0.5"]}
    names |= {"both.example": ["8.8.8.8", "10.0.0.5"]}
    if host == "nobody.example":
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return names.get(host, [host])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://public.example/hook?a=b", None),
        ("https://public.example:8443/hook", None),
        ("http://public.example/hook", Flaw.INSECURE),
        ("ftp://public.example/hook", Flaw.UNREADABLE),
        ("public.example", Flaw.UNREADABLE),
        ("https://public.example:port/", Flaw.UNREADABLE),
        ("https://anna:secret@public.example/", Flaw.CREDENTIALS),
        ("https://@public.example/", Flaw.CREDENTIALS),
        ("https://nobody.example/", Flaw.UNKNOWN),
        ("https://127.0.0.1/", Flaw.FORBIDDEN),
        ("https://[::1]/", Flaw.FORBIDDEN),
        ("https://169.254.169.254/latest/", Flaw.FORBIDDEN),
        ("https://inside.example/", Flaw.FORBIDDEN),
        ("https://both.example/", Flaw.FORBIDDEN),
        ("https://public.example:25/", Flaw.FORBIDDEN),
    ],
)
def test_an_address_that_is_entered(url, expected):
    assert flaw_of(url, is_listed, resolve=resolve) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://inside.example:8443/", None),
        ("http://inside.example:8443/", None),
        ("https://both.example:8443/", None),
        ("http://both.example:8443/", Flaw.INSECURE),
        ("http://[fd00::1]:8080/", None),
        ("https://inside.example/", Flaw.FORBIDDEN),
        ("https://10.0.0.6:8443/", Flaw.FORBIDDEN),
    ],
)
def test_what_the_setting_names_is_allowed_with_its_port_alone(settings, url, expected):
    settings.WEBHOOK_PRIVATE_ADDRESSES = ["10.0.0.5:8443", "[fd00::1]:8080"]

    assert flaw_of(url, is_listed, resolve=resolve) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://public.example/", None),
        ("https://inside.example:8443/", Flaw.FORBIDDEN),
        ("http://inside.example:8443/", Flaw.FORBIDDEN),
        ("http://8.8.8.8:8080/", Flaw.INSECURE),
    ],
)
def test_what_the_setting_names_is_not_allowed_to_programs(settings, url, expected):
    settings.WEBHOOK_PRIVATE_ADDRESSES = ["10.0.0.5:8443", "8.8.8.8:8080"]

    assert flaw_of(url, nobody_else, resolve=resolve) == expected
