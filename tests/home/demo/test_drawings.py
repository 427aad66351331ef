"""Are the pictures of the demonstration small, repeatable and in their few colours?"""

from dataclasses import astuple
from functools import partial
from io import BytesIO

import pytest
from PIL import Image, ImageColor

from home.demo.drawings import (
    COAST,
    FOCAL_POINT,
    PALETTES,
    arcade,
    bell,
    eu_emblem,
    facade,
    frieze,
    skyline,
    town_plan,
)

SCENES = {
    "skyline": skyline,
    "invitation": partial(skyline, towers=3),
    "frieze": frieze,
    "arcade": arcade,
    "bell": bell,
    "town plan": town_plan,
    "facade": facade,
}
KEYS = ("event:augsburg", "event:brasov", "event:gdansk")

every_scene = pytest.mark.parametrize("draw", SCENES.values(), ids=SCENES)


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def areas(png: bytes) -> dict[tuple[int, int, int], int]:
    """Return how many pixels each colour fills."""
    return {colour: count for count, colour in picture(png).convert("RGB").getcolors()}


def area(png: bytes, colour: str) -> int:
    return areas(png).get(ImageColor.getrgb(colour), 0)


def columns_of(png: bytes, colour: str) -> list[int]:
    """Return where, from the left, a colour is found at any height."""
    image = picture(png)
    index = image.palette.colors[ImageColor.getrgb(colour)]
    columns, _ = image.point([int(value == index) for value in range(256)]).getprojection()
    return [x for x, found in enumerate(columns) if found]


@every_scene
def test_same_key_gives_same_bytes(draw):
    assert draw("event:augsburg") == draw("event:augsburg")


@every_scene
def test_different_keys_give_different_pictures_in_one_palette(draw):
    pictures = {draw(key, palette=COAST) for key in KEYS}

    assert len(pictures) == len(KEYS)


@every_scene
def test_key_chooses_the_palette(draw):
    skies = {picture(draw(key)).convert("RGB").getpixel((2, 30)) for key in ("a", "b", "c", "d")}

    assert len(skies) > 1


@pytest.mark.parametrize("name", SCENES)
def test_size_in_pixels(name):
    expected = (1600, 420) if name == "frieze" else (1200, 675)

    assert picture(SCENES[name]("page")).size == expected


@every_scene
@pytest.mark.parametrize("palette", PALETTES)
def test_file_is_a_small_png_in_the_colours_of_the_palette(draw, palette):
    png = draw("page", palette=palette)

    found = areas(png)
    largest = sorted(found, key=found.get, reverse=True)[:4]
    assert picture(png).format == "PNG"
    assert len(png) < 40_000
    assert len(found) <= 64
    assert set(largest) <= {ImageColor.getrgb(colour) for colour in astuple(palette)}
    assert 0 < area(png, palette.accent) < sum(found.values()) * 0.05


@pytest.mark.parametrize("partners", [1, 3, 8, 15, 24, 25, 40])
def test_arcade_lights_one_arch_for_each_partner(partners):
    one, two, many = (
        area(arcade("bridge", partners=count, palette=COAST), COAST.light)
        for count in (1, 2, partners)
    )

    # The lead's arch is in the accent, hence no light at all for a single partner.
    assert one == 0
    assert round(many / two) == partners - 1


def test_bell_has_one_dial_for_each_deadline():
    bands, one, two = (
        area(bell("call", deadlines=count, palette=COAST), COAST.light) for count in range(3)
    )

    assert 0 < bands < one
    assert (two - bands) / (one - bands) == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize("towers", [1, 2, 5, 9, 14])
def test_frieze_has_one_accent_for_each_tower(towers):
    columns = columns_of(frieze("issue", towers=towers, palette=COAST), COAST.accent)

    assert len([x for x in columns if x - 1 not in columns]) == towers


@pytest.mark.parametrize("key", KEYS)
def test_tower_of_a_skyline_stands_at_the_focal_point(key):
    columns = columns_of(skyline(key, palette=COAST), COAST.accent)

    assert sum(columns) / len(columns) / 1200 == pytest.approx(FOCAL_POINT[0], abs=0.05)


def test_emblem_has_the_official_proportions():
    image = picture(eu_emblem()).convert("RGB")

    assert image.size == (576, 384)
    assert image.getpixel((0, 0)) == (0, 51, 153)
    assert image.getpixel((288, 192)) == (0, 51, 153)


@pytest.mark.parametrize(
    ("x", "y"), [(288, 64), (416, 192), (288, 320), (160, 192), (352, 81), (224, 303)]
)
def test_emblem_has_stars_at_the_hours_of_a_clock(x, y):
    image = picture(eu_emblem()).convert("RGB")

    assert image.getpixel((x, y)) == (255, 204, 0)


def test_emblem_has_twelve_stars():
    red = picture(eu_emblem()).convert("RGB").getchannel("R")
    yellow = sum(red.histogram()[128:])

    # The area of a star with five points in a circle, by the radius of the circle.
    assert yellow / (1.1226 * (384 / 18) ** 2) == pytest.approx(12, rel=0.05)


def test_emblem_gives_the_same_bytes():
    assert eu_emblem() == eu_emblem()
