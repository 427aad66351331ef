"""Is nothing sent twice, too much, or for ever?"""

import pytest
from wagtail.models import Locale
from wagtail_localize.strings import StringValue

from cms.languages.translation.machine import services
from cms.languages.translation.machine.services import (
    DeepL,
    LibreTranslate,
    ServiceError,
    TooLargeError,
    limits,
)

ENGLISH, GERMAN = Locale(language_code="en"), Locale(language_code="de")
WORDS = [StringValue("Trees &amp; benches"), StringValue('A <b>safe</b> <a id="a1">street</a>')]


def deepl(service, **options):
    return DeepL({**service.deepl["OPTIONS"], **options})


def libretranslate(service, **options):
    return LibreTranslate({**service.libretranslate["OPTIONS"], **options})


def translated(machine, words=WORDS):
    found = machine.translate(ENGLISH, GERMAN, words)
    return [found[each].data for each in words]


@pytest.mark.parametrize("machine", [deepl, libretranslate])
def test_words_come_back_with_their_marks(service, machine):
    assert translated(machine(service)) == [
        "TREES &amp; BENCHES",
        'A <b>SAFE</b> <a id="a1">STREET</a>',
    ]


def test_deepl_is_told_languages_and_what_to_leave_alone(service):
    translated(deepl(service))

    assert service.asked == [
        {
            "text": [words.data for words in WORDS],
            "tag_handling": "xml",
            "source_lang": "EN",
            "target_lang": "DE",
            "ignore_tags": ["keep"],
        }
    ]


@pytest.mark.parametrize("machine", [deepl, libretranslate])
def test_a_service_that_is_busy_is_asked_again_when_it_says(service, machine, monkeypatch):
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    service.fails, service.wait = [429, 529], "3"

    assert translated(machine(service))[0] == "TREES &amp; BENCHES"

    assert service.statuses == [429, 529, 200]
    assert waited[0] == 3
    assert len(waited) == 2


def test_nobody_waits_for_an_hour(service, monkeypatch):
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    service.fails, service.wait = [429] * 5, "3600"

    with pytest.raises(ServiceError, match="HTTP 429") as caught:
        translated(deepl(service))

    assert service.statuses == [429] * 5
    assert waited == [services.LONGEST_WAIT] * 4
    assert caught.value.was_sent is False


def test_a_slow_service_is_given_up_and_not_asked_twice(service):
    service.fails = ["slow"]

    with pytest.raises(ServiceError, match="ReadTimeout") as caught:
        translated(deepl(service))

    assert len(service.asked) == 1
    assert caught.value.was_sent is True


def test_a_service_that_hangs_up_is_not_asked_twice(service):
    service.fails = ["hang up"]

    with pytest.raises(ServiceError, match="does not answer") as caught:
        translated(deepl(service))

    assert len(service.asked) == 1
    assert caught.value.was_sent is True


def test_a_service_that_is_not_there_was_sent_nothing(service, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    closed = service.url.rpartition(":")[0] + ":9"  # discard (RFC 863): nobody answers

    with pytest.raises(ServiceError) as caught:
        translated(deepl(service, URL=f"{closed}/v2/translate"))

    assert caught.value.was_sent is False


@pytest.mark.parametrize("status", [401, 403, 456, 400, 404, 301])
def test_a_refusal_is_an_error_that_does_not_tell_the_key(service, status):
    service.fails = [status]

    with pytest.raises(ServiceError, match=f"HTTP {status}") as caught:
        translated(deepl(service))

    assert services.ServiceError is type(caught.value)
    assert "a key for tests" not in str(caught.value)
    assert service.statuses == [status]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_service_that_breaks_is_not_asked_twice_and_may_want_to_be_paid(service, status):
    service.fails = [status]

    with pytest.raises(ServiceError, match=f"HTTP {status}") as caught:
        translated(deepl(service))

    assert (service.statuses, caught.value.was_sent) == ([status], True)


def test_no_password_for_the_host_is_read_from_this_machine(service, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret")
    monkeypatch.setenv("NETRC", str(netrc))

    assert (
        translated(deepl(service))[0] == "TREES &amp; BENCHES"
    )  # with the key of DeepL, and no other


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b"[]",
        b"null",
        b"{}",
        b'{"translations": [{"text": "ONE"}]}',
        b'{"translations": [{"text": 1}, {"text": 2}]}',
    ],
)
def test_an_answer_that_is_none_is_an_error(service, answer):
    service.fails = [answer]

    with pytest.raises(ServiceError, match="cannot be read"):
        translated(deepl(service))


def test_what_is_too_large_is_told_apart(service):
    many = [StringValue(f"{number} {'x' * 1100}") for number in range(3)]

    with pytest.raises(TooLargeError):
        translated(libretranslate(service), many)
    service.fails = [413]
    with pytest.raises(TooLargeError):
        translated(deepl(service))


def test_each_service_has_its_limits_and_an_office_its_own(service):
    assert limits(deepl(service)) == (50, 102_400)
    assert limits(libretranslate(service)) == (25, 2_000)
    assert limits(libretranslate(service, TEXTS_AT_ONCE=3, BYTES_AT_ONCE=9)) == (3, 9)
