"""Can everybody read a mail as it is rendered?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.readiness.mails import VAGUE, ShownLink, findings, read, says_where

SOUND = '<h1>June</h1><p><a href="https://a.example/">The report</a> <img src="a.png" alt=""></p>'


def told(html: str) -> list[tuple[str, str]]:
    found = findings(read(html), language="en", url="/admin/")
    return [(finding.code, finding.weight) for finding in found]


def test_a_sound_mail_has_no_findings():
    assert told(SOUND) == []


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (70_000, []),
        (70_001, [("mail-large", "warning")]),
        (90_000, [("mail-large", "warning")]),
        (90_001, [("mail-too-large", "blocking")]),
    ],
)
def test_a_mail_may_have_ninety_kilobytes(size, expected):
    padding = "é" * ((size - len(SOUND)) // 2)
    html = SOUND + padding
    html += "x" * (size - len(html.encode()))
    assert len(html.encode()) == size

    assert told(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2><h3>E</h3>", 0),
        ("<h2>B</h2>", 2),  # no first, and the second leaves it out
        ("<h1>A</h1><h1>B</h1>", 1),
        ("<h1>A</h1><h3>C</h3>", 1),
        ("<h1>A</h1><h2> </h2>", 1),
        ('<h1>A</h1><h2><img src="b" alt="B"></h2>', 0),
    ],
)
def test_headings_are_in_order_with_one_of_the_first_level(html, expected):
    assert told(html) == [("mail-headings", "warning")] * expected


def test_the_heading_that_leaves_out_a_level_is_named():
    [finding] = findings(read("<h1>A</h1><h3>Deep <b>down</b></h3>"), language="en", url="")

    assert "‘Deep down’" in finding.message


@pytest.mark.parametrize("words", ["", " ", "&nbsp;", "→", '<img src="a" alt="">'])
def test_a_link_without_words_blocks(words):
    assert told(f'{SOUND}<a href="https://b.example/">{words}</a>') == [("link-empty", "blocking")]


@pytest.mark.parametrize(
    "words", ["here", "Click <b>here</b>!", "Read more …", "https://b.example/x", "www.b.example"]
)
def test_a_link_that_does_not_say_where_it_leads_is_told(words):
    assert told(f'{SOUND}<a href="https://b.example/">{words}</a>') == [("link-unclear", "warning")]


def test_the_alternative_text_of_a_picture_is_the_words_of_its_link():
    html = '<h1>A</h1><a href="/x/"><img src="a" alt="The report"></a>'

    assert read(html).links == [ShownLink("The report", "/x/")]
    assert told(html) == []


def test_an_anchor_that_leads_nowhere_is_no_link():
    assert read('<a id="section-1"></a>').links == []


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "pl"])
def test_every_language_of_the_editors_knows_vague_words(language):
    assert VAGUE[language]
    assert not any(says_where(words.title()) for words in VAGUE[language])


@pytest.mark.parametrize(
    "words", ["Read more: The report", "How to join", "Wie Städte hier arbeiten", "a@b.example"]
)
def test_words_that_say_where_a_link_leads_are_left_alone(words):
    assert says_where(words)


def test_a_picture_without_the_attribute_blocks_and_an_empty_one_is_decorative():
    assert told(f'{SOUND}<img src="b.png">') == [("mail-picture-alt", "blocking")]
    assert told(f'{SOUND}<img src="b.png" alt="">') == []


@pytest.mark.parametrize(
    ("html", "ratio"),
    [
        ('<p style="color:#777777">grey</p>', "4.4"),
        ('<p style="color:#767676">grey</p>', None),
        ('<p style="color:#777">grey</p>', "4.4"),
        ('<p style="COLOR: Gray !important">grey</p>', "3.9"),
        ('<td bgcolor="#12332d"><p>black</p></td>', "1.5"),
        ('<td style="background:url(a.png) #000"><a href="/" style="color:#333">The report</a></td>', "1.6"),
        ('<div style="background-color:rgb(0,0,0)"><b style="color:white">white</b></div>', None),
        ('<div style="background:#000;color:#fff"><p style="background:transparent">white</p></div>', None),
        ('<div style="background:#000;color:#fff"><p style="background:#fff">white</p></div>', "1.0"),
        ('<div style="display:none;color:#fff">preheader</div>', None),
        ('<p style="color:#fff"> <img src="a" alt=""></p>', None),
        ('<p style="color:var(--ink)">unknown</p>', None),
    ],
)  # fmt: skip
def test_words_stand_out_from_their_ground(html, ratio):
    found = list(findings(read(f"<h1>A</h1>{html}"), language="en", url=""))

    assert [finding.code for finding in found] == ["mail-contrast"] * bool(ratio)
    if ratio:
        assert f"a contrast of {ratio};" in found[0].message


def test_the_style_sheet_and_the_title_are_no_words():
    html = '<head><title>A</title><style>p{color:#fff}</style></head><h1>A</h1><p style="color:#fff"></p>'

    assert told(html) == []


def test_elements_that_are_not_closed_do_not_hide_what_follows():
    contents = read('<div style="color:#fff"><p>one<br></div><h1>A</h1><a href="/x/">The end')

    assert [one.words for one in contents.weak_contrasts] == ["one"]
    assert contents.headings == [(1, "A")]
    assert contents.links == [ShownLink("The end", "/x/")]


@given(st.text(alphabet='<>/="a h1pim#;:&-!x \n', max_size=200))
def test_whatever_it_is_given_it_reads(html):
    contents = read(html)

    assert contents.size == len(html.encode())
