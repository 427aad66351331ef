"""What is told of a picture without opening its file?"""

import hashlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image
from wagtail.models import Collection

from cms.models import Picture
from cms.testing.factories import make_administrator, make_picture

pytestmark = [
    pytest.mark.django_db,
    # Wagtail's form of pictures does not say yet what Django 6 will take an address for.
    pytest.mark.filterwarnings("ignore:The default scheme will be changed"),
]

COPPER, BRICK = "#1c5549", "#a03c28"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """An empty storage."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin(client):
    """Somebody who may do everything in the admin."""
    Collection.get_first_root_node() or Collection.add_root(name="Root")
    client.force_login(make_administrator())
    return client


def png(colour: str, size: tuple[int, int] = (16, 9), mode: str = "RGB") -> bytes:
    """Return a picture of one colour."""
    file = BytesIO()
    Image.new(mode, size, colour).save(file, "PNG")
    return file.getvalue()


def jpeg(size: tuple[int, int], orientation: int) -> bytes:
    """Return what a camera makes that was held otherwise than upright."""
    file, exif = BytesIO(), Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    Image.new("RGB", size, COPPER).save(file, "JPEG", exif=exif)
    return file.getvalue()


def upload(content: bytes, name: str = "square.png") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, "image/png")


def noted(picture: Picture) -> tuple[str, str, int, tuple[int, int]]:
    """Return what the database knows of a picture's file."""
    picture = Picture.objects.get(pk=picture.pk)
    return (
        picture.placeholder,
        picture.file_hash,
        picture.file_size,
        (picture.width, picture.height),
    )


def told_of(
    content: bytes, colour: str, size: tuple[int, int] = (16, 9)
) -> tuple[str, str, int, tuple[int, int]]:
    """Return what should be known of a file."""
    return colour, hashlib.sha1(content).hexdigest(), len(content), size  # noqa: S324 -- Wagtail's choice


def test_a_file_is_looked_at_when_a_program_stores_it():
    content = png(COPPER)

    picture = Picture.objects.create(title="Square", file=ContentFile(content, name="square.png"))

    assert noted(picture) == told_of(content, COPPER)


def test_a_file_that_takes_the_place_of_another_is_looked_at():
    picture, content = make_picture(), png(BRICK, (20, 10))

    picture.file = ContentFile(content, name="other.png")
    picture.save()

    assert noted(picture) == told_of(content, BRICK, (20, 10))


def test_a_file_that_is_stored_by_itself_is_looked_at():
    picture, content = make_picture(), png(BRICK, (20, 10))

    picture.file.save("other.png", ContentFile(content, name="other.png"))

    assert noted(picture) == told_of(content, BRICK, (20, 10))


def test_a_file_is_looked_at_when_many_pictures_are_stored_at_once():
    content = png(COPPER)
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    made = Picture(title="A", file=ContentFile(content, name="a.png"), collection=root)

    (picture,) = Picture.objects.bulk_create([made])

    assert noted(picture) == told_of(content, COPPER)


def test_a_file_that_is_uploaded_and_replaced_in_the_admin_is_looked_at(admin):
    first, second = png(COPPER), png(BRICK, (20, 10))
    form = {"title": "Square", "collection": Collection.get_first_root_node().pk}

    admin.post(reverse("wagtailimages:add"), form | {"file": upload(first)})
    picture = Picture.objects.get()
    uploaded = noted(picture)
    admin.post(
        reverse("wagtailimages:edit", args=[picture.pk]), form | {"file": upload(second, "new.png")}
    )

    assert uploaded == told_of(first, COPPER)
    assert noted(picture) == told_of(second, BRICK, (20, 10))


@pytest.mark.parametrize(
    ("view", "name"),
    [
        ("wagtailimages:add_multiple", "files[]"),
        ("wagtailimages_chooser:create", "image-chooser-upload-file"),
    ],
)
def test_a_file_that_is_uploaded_elsewhere_in_the_admin_is_looked_at(admin, view, name):
    content = png(COPPER)
    root = Collection.get_first_root_node().pk

    admin.post(
        reverse(view),
        {
            name: upload(content),
            "image-chooser-upload-title": "Square",
            "image-chooser-upload-collection": root,
        },
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert noted(Picture.objects.get()) == told_of(content, COPPER)


def test_a_picture_whose_words_are_changed_is_not_opened():
    picture = make_picture()
    before = noted(picture)
    default_storage.delete(picture.file.name)

    picture = Picture.objects.get(pk=picture.pk)
    picture.credit = "A. K."
    picture.save()

    assert noted(picture) == before


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (png("#ffffff00", mode="RGBA"), "#ffffff"),
        (png("#ff000080", mode="RGBA"), "#ff7f7f"),
        (png("#000000", mode="L"), "#000000"),
        (png("#ffffff", mode="1"), "#ffffff"),
        (jpeg((64, 48), 1), "#1c554c"),  # with loss
    ],
    ids=["nothing", "half through", "grey", "black and white", "photograph"],
)
def test_the_colour_is_what_one_sees_on_a_white_page(content, colour):
    picture = Picture.objects.create(title="Square", file=ContentFile(content, name="square.png"))

    assert picture.placeholder == colour


@pytest.mark.parametrize("scale", [1, 64], ids=["small", "made smaller first"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "CMYK"])
def test_the_colour_is_the_mean(scale, mode):
    file, halves = BytesIO(), Image.new("RGB", (20 * scale, 10 * scale), "#000000")
    halves.paste("#fefefe", (0, 0, 10 * scale, 10 * scale))
    halves.convert(mode).save(file, "TIFF")

    picture = Picture.objects.create(title="A", file=ContentFile(file.getvalue(), name="a.tiff"))

    assert picture.placeholder == "#7f7f7f"


def test_a_picture_that_cannot_be_read_as_pixels_has_no_colour():
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>'

    picture = Picture.objects.create(title="A", file=ContentFile(drawing, name="a.svg"))

    assert (picture.placeholder, picture.width, picture.height) == ("", 16, 9)


@pytest.mark.parametrize(
    ("orientation", "size"),
    [(1, (40, 30)), (3, (40, 30)), (5, (30, 40)), (6, (30, 40)), (8, (30, 40)), (9, (40, 30))],
)
def test_a_picture_is_as_wide_as_it_is_seen(orientation, size):
    content = jpeg((40, 30), orientation)

    picture = Picture.objects.create(title="A", file=ContentFile(content, name="a.jpg"))

    rendition = picture.get_rendition("width-20")
    assert (picture.width, picture.height) == size
    assert (rendition.width, rendition.height) == (20, int(20 * size[1] / size[0]))


def test_a_picture_is_told_uncut_as_wide_as_screens_need_and_no_wider_than_it_is():
    def widths(picture: Picture) -> list[tuple[str, list[int]]]:
        sources = picture.sources()
        return [(each.type, [size.width for size in each.srcset]) for each in sources]

    found = [
        widths(Picture(pk=1, width=width, height=100, file="a.png"))
        for width in (2000, 1600, 1200, 480, 16)
    ]

    wanted = [[480, 960, 1600], [480, 960, 1600], [480, 960, 1200], [480], [16]]
    assert found == [[("image/avif", each), ("image/webp", each)] for each in wanted]


def test_what_is_told_of_a_picture_asks_nothing_and_opens_nothing(django_assert_num_queries):
    picture = make_picture(
        focal_point_x=4, focal_point_y=3, focal_point_width=2, focal_point_height=2
    )
    picture = Picture.objects.get(pk=picture.pk)
    default_storage.delete(picture.file.name)

    with django_assert_num_queries(0):
        told = picture.uncut("https://belfry.example")

    (url,) = (size.url for size in told["sources"][0].srcset)
    assert url.startswith("https://belfry.example/_pictures/")
    assert url.endswith(f"/{picture.pk}/16/{picture.file_hash[:16]}.avif")
    assert told == {
        "original_width": 16,
        "original_height": 9,
        "focal": (0.25, 0.3333),
        "placeholder": COPPER,
        "sources": picture.sources("https://belfry.example"),
    }


def test_a_picture_from_before_is_told_without_what_is_not_known():
    Picture.objects.filter(pk=make_picture().pk).update(placeholder="", file_hash="")

    told = Picture.objects.get().uncut()

    assert (told["focal"], told["placeholder"]) == (None, None)
    assert told["sources"][0].srcset[0].url.endswith("/16/0.avif")


def test_the_middle_of_attention_lies_inside_the_picture():
    point = {"focal_point_x": 4000, "focal_point_y": 9, "focal_point_width": 1}

    whole = Picture(width=16, height=9, file="a.png", **point, focal_point_height=1)
    half = Picture(width=16, height=9, file="a.png", **point)

    assert (whole.focal, half.focal) == ((1.0, 1.0), None)
