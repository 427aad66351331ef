"""Are links told that do not say where they lead, and are honest ones left alone?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.readiness.addresses import Flaw, flaws

OWN = ("www.efus.eu", "cope.eu")
ANYTHING = st.text(st.characters(exclude_categories=()))
"""Lone surrogates, too."""


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Read more", "https://efus.eu/news?page=2#top"),
        ("Read more", "http://www.efus.eu/news"),
        ("Read more", "/en/news/streets/"),
        ("Read more", "#agenda"),
        ("Read more", ""),
        ("Write to us", "mailto:contact@efus.eu?subject=Two%0Alines"),
        ("contact@efus.eu", "mailto:contact@efus.eu"),
        ("Call us", "tel:+33140644900"),
        ("+33 1 40 64 49 00", "tel:+33140644900"),
        ("efus.eu", "https://www.efus.eu/"),
        ("https://efus.eu/news", "https://efus.eu/news/2019"),
        ("www.efus.eu", "/en/"),
        ("(https://efus.eu).", "https://efus.eu"),
        ("[https://efus.eu]", "https://efus.eu"),
        ("https://www.efus.eu…", "https://efus.eu/news"),
        ("See https://efus.eu: news!", "https://efus.eu/news"),
        ("https://…", "https://efus.eu/news"),
        ("Write to us", "mailto:?subject=Streets"),
        ("efus.eu", "https://news.efus.eu/"),
        ("Programme.pdf", "https://example.org/programme.pdf"),
        ("e.g.", "https://example.org"),
        ("Version 2.0", "https://example.org:8443/"),
        ("Αθήνα", "https://δήμος-αθηναίων.ελ/"),
        ("cityofathens.gr", "https://www.cityofathens.gr"),
        ("Община Пловдив", "https://пловдив.бг/"),
        ("Столична община", "https://xn--80apijcrh7b.xn--90ae/"),
        ("Gmina Łódź", "https://łódź.pl/"),
        ("łódź.pl", "https://xn--d-uga0v4h.pl/"),
        ("München", "https://münchen.de/straße"),
        ("São Paulo", "https://xn--so-paulo-rza.example/"),
        ("日本語", "https://日本語.jp/"),
        ("ویکی", "https://fa.wikipedia.org/wiki/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF"),
        ("می‌شود", "https://example.org/"),
        ("Sicherheits\xadkonferenz", "https://example.org/"),
        ("👩‍🚒", "https://example.org/"),
    ],
)
def test_honest_links_have_no_flaw(text, url):
    assert flaws(text, url, own_hosts=OWN) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("javascript:alert(1)", [Flaw.SCHEME]),
        ("JavaScript:alert(1)", [Flaw.SCHEME]),
        (" javascript:alert(1)", [Flaw.SCHEME]),
        ("java\tscript:alert(1)", [Flaw.MALFORMED, Flaw.SCHEME]),
        ("\x01javascript:alert(1)", [Flaw.MALFORMED, Flaw.SCHEME]),
        ("data:text/html,<script>alert(1)</script>", [Flaw.SCHEME]),
        ("file:///etc/passwd", [Flaw.SCHEME]),
        ("ftp://example.org/", [Flaw.SCHEME]),
        ("https://efus.eu@evil.example/", [Flaw.CREDENTIALS]),
        ("https://anna:secret@efus.eu/", [Flaw.CREDENTIALS]),
        ("//efus.eu@evil.example/", [Flaw.CREDENTIALS]),
        ("http://example.org/", [Flaw.UNENCRYPTED]),
        ("https://192.0.2.1/", [Flaw.NUMERIC]),
        ("https://[2001:db8::1]/", [Flaw.NUMERIC]),
        ("https://2130706433/", [Flaw.NUMERIC]),
        ("https://0x7f.1/", [Flaw.NUMERIC]),
        ("https://0177.0.0.1./", [Flaw.NUMERIC]),
        ("https://１９２.0.2.1/", [Flaw.NUMERIC]),
        ("https://", [Flaw.MALFORMED]),
        ("https:/example.org", [Flaw.MALFORMED]),
        ("https://exa mple.org/", [Flaw.MALFORMED]),
        ("https://example..org/", [Flaw.MALFORMED]),
        ("https://example.org:port/", [Flaw.MALFORMED]),
        ("https://[::1/", [Flaw.MALFORMED]),
        pytest.param(f"https://{'a.' * 100_000}example/", [Flaw.MALFORMED], id="long"),
        ("https://xn--99999999999.example/", [Flaw.MALFORMED]),
        ("https://example.org\\@evil.example/", [Flaw.MALFORMED, Flaw.CREDENTIALS]),
        ("https://example.org/\u202egpj.exe", [Flaw.INVISIBLE]),
        ("https://example.org/%E2%80%AEgpj.exe", [Flaw.INVISIBLE]),
        ("https://exam\u200bple.org/", [Flaw.MALFORMED, Flaw.INVISIBLE]),
        ("https://exam\u200dple.org/", [Flaw.INVISIBLE]),
    ],
)
def test_flaws_of_addresses_are_told_the_worst_first(url, expected):
    assert flaws("Read more", url, own_hosts=OWN) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://раypal.com/",
        "https://xn--ypal-43d9g.com/",
        "https://gοοgle.com/",
        "https://shop.аpple.com./",
        "https://pаypal。com/",
        "mailto:anna@pаypal.com",
        "mailto:bert@example.org,anna@p%D0%B0ypal.com",
    ],
)
def test_labels_of_mixed_scripts_look_alike(url):
    assert flaws("Read more", url) == [Flaw.LOOK_ALIKE]


@pytest.mark.parametrize(
    "url",
    [
        "https://соре.eu/",
        "https://www.соре.eu/",
        "https://xn--e1argc.eu/",
        "https://news.соре.eu/",
        "https://c0pe.eu/",
        "mailto:contact@соре.eu",
    ],
)
def test_names_that_imitate_ones_own_look_alike(url):
    assert flaws("Read more", url, own_hosts=OWN) == [Flaw.LOOK_ALIKE]


def test_name_that_looks_like_ones_own_up_to_its_ending_is_another_name():
    assert flaws("Read more", "https://соре.бг/", own_hosts=OWN) == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("paypal.com", "https://evil.example/"),
        ("PayPal.com/login", "https://evil.example/"),
        ("https://efus.eu", "https://evil.example/"),
        ("See https://efus.eu/news, please", "https://evil.example/"),
        ("See www.efus.eu, please", "https://evil.example/"),
        ("https://efus.eu@evil.example", "https://efus.eu/"),
        ("efus\u00ad.eu", "https://evil.example/"),
        ("efus.eu", "https://efus.eu.evil.example/"),
        ("efus.eu", "https://notefus.eu/"),
        ("paypal.com", "/en/news/"),
        ("contact@efus.eu", "mailto:contact@evil.example"),
        ("efus.eu", "tel:+900123456"),
        ("пловдив.бг", "https://evil.example/"),
    ],
)
def test_text_that_shows_another_address_is_told(text, url):
    assert flaws(text, url, own_hosts=OWN) == [Flaw.ELSEWHERE]


def test_text_with_an_address_cannot_be_judged_before_a_page_of_an_unknown_site():
    assert flaws("efus.eu", "/en/news/") == []


@pytest.mark.parametrize(
    "character", "\u202a\u202b\u202d\u202e\u2066\u2067\u200b\u2060\ufeff\u3164"
)
def test_characters_in_a_text_that_nobody_sees_are_told(character):
    assert flaws(f"Read{character} more", "https://efus.eu/") == [Flaw.INVISIBLE]


@pytest.mark.parametrize("text", ["Pаypal", "Our Ευrope", "pаypal.com"])
def test_word_of_mixed_scripts_in_a_text_is_told(text):
    assert Flaw.MIXED in flaws(text, "https://efus.eu/", own_hosts=OWN)


@pytest.mark.parametrize(
    "text", ["25 μm", "10 kΩ", "ИТ-конференция EU", "Αθήνα, Athens", "Ελλάδα2019"]
)
def test_words_of_one_script_each_are_honest(text):
    assert flaws(text, "https://efus.eu/") == []


def test_only_what_leads_nobody_astray_is_mild():
    assert [flaw for flaw in Flaw if flaw.is_mild] == [Flaw.MIXED, Flaw.UNENCRYPTED]


@given(text=ANYTHING, url=ANYTHING)
def test_whatever_a_link_is_made_of_it_is_judged(text, url):
    assert set(flaws(text, url, own_hosts=[url])) <= set(Flaw)


@given(
    scheme=st.sampled_from(["https://", "http://", "//", "mailto:a@", "https://xn--", "https://["]),
    host=ANYTHING,
    text=ANYTHING,
)
def test_whatever_a_host_is_made_of_it_is_judged(scheme, host, text):
    assert set(flaws(f"www.{text}", scheme + host, own_hosts=[host])) <= set(Flaw)
