"""What can be asked of the API, and is anything else refused?"""

import pytest

ALL = ["de", "en", "fr"]


@pytest.mark.parametrize("path", ["/items", "/locales", "/types", "/schema/news"])
def test_an_unknown_parameter_is_refused_with_the_known_ones(site, ask, path):
    problem = ask(path, nothing="1", status=400)

    assert problem["type"].endswith("/problems/unknown-parameter")
    (error,) = problem["errors"]
    assert error["parameter"] == "nothing"
    assert ("locale" in error["allowed"]) == (path in {"/items", "/types"})


@pytest.mark.parametrize("tag", ["xx", "pl", "", "FR", "en-GB", "**", "*,fr"])
def test_a_language_that_is_not_open_is_refused_with_those_that_are(site, ask, tag):
    problem = ask("/items", locale=tag, status=400)

    assert problem["type"].endswith("/problems/unknown-locale")
    assert problem["errors"] == [
        {"parameter": "locale", "detail": f"{tag!r} is no value of 'locale'.", "allowed": ALL}
    ]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("fallback", "fr,xx"),
        ("fallback", "none,fr"),
        ("type", "news,nothing"),
        ("filter[country]", "XX"),
        ("filter[country]", "de"),
        ("filter[topic]", "nothing"),
        ("filter[state]", "gone"),
        ("filter[status]", "gone"),
        ("filter[part_of]", "1"),
        ("filter[translation]", "current,gone"),
        ("filter[date][gte]", "24.6.2019"),
        ("filter[date][lte]", "2019-02-30"),
        ("filter[date][gte]", "0001-01-01"),
        ("filter[deadline][gte]", "2019-06-24T12:00:00"),
        ("filter[deadline][lte]", "9999-12-31T23:59:59-14:00"),
        ("filter[published][gte]", "yesterday"),
        ("sort", "size"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "1e3"),
        ("limit", "9" * 30),
        ("cursor", "made up"),
        ("cursor", "x" * 2001),
        ("count", "yes"),
        ("fields", "title,secret"),
        ("fields", "title," + "x" * 101),
        ("renditions", ""),
        ("renditions", "card,hero"),
        ("renditions", "card,lead,mail,sources,card"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_parameter(
    site, ask, parameter, value
):
    problem = ask("/items", status=400, **{parameter: value})

    assert problem["type"].endswith("/problems/invalid-parameter")
    assert {error["parameter"] for error in problem["errors"]} == {parameter}


def test_several_values_stand_between_commas_or_come_one_by_one(site, client):
    for query in ("type=news,call", "type=news&type=call"):
        assert client.get(f"/api/delivery/v1/items?{query}").status_code == 200


def test_without_a_language_it_is_that_of_the_site(site, ask):
    assert {kind["name"] for kind in ask("/types")} >= {"event", "project"}
