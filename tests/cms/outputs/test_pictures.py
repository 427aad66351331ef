"""Is a picture at the addresses that are told of it uncut, in the sizes that are told?"""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import ExifTags, Image
from wagtail.images.utils import generate_signature

from cms.models import Picture
from cms.models.media import PictureRendition
from cms.models.picture_files import mean_colour
from cms.outputs import pictures
from cms.outputs.pictures import DRAWING

pytestmark = pytest.mark.django_db

COPPER = "#1c5549"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """An empty storage, of which nothing is remembered."""
    settings.MEDIA_ROOT = tmp_path
    PictureRendition.cache_backend.clear()


def file(
    size: tuple[int, int],
    *,
    mode: str = "RGB",
    form: str = "PNG",
    colour: str = COPPER,
    orientation: int = 1,
) -> ContentFile:
    """Return a picture of one colour."""
    content, exif = BytesIO(), Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    Image.new(mode, size, colour).save(content, form, exif=exif)
    return ContentFile(content.getvalue(), name=f"square.{form.lower()}")


def picture(size: tuple[int, int] = (600, 400), **fields) -> Picture:
    """Return a picture of one colour, as the database has it."""
    made = Picture.objects.create(title="Square", file=file(size, **fields))
    return Picture.objects.get(pk=made.pk)


def addresses(picture: Picture) -> list[str]:
    """Return all addresses of a picture."""
    return [size.url for source in picture.sources() for size in source.srcset]


def fetched(client, url: str) -> tuple[str, int, int]:
    """Return format, width and height of what is at an address."""
    response = client.get(url, follow=True)
    assert [status for _url, status in response.redirect_chain] == [302]
    content = b"".join(response.streaming_content)
    with Image.open(BytesIO(content)) as image:
        return (response["Content-Type"], *image.size)


@pytest.mark.parametrize(
    "size",
    [(2400, 1600), (1600, 901), (1601, 1), (1000, 333), (961, 2000), (480, 480), (479, 7), (3, 2)],
)
def test_each_address_leads_to_what_is_told_of_it(client, size):
    sources = picture(size).sources()

    told = [
        (source.type, each.width, each.height, fetched(client, each.url))
        for source in sources
        for each in source.srcset
    ]

    assert {source.type for source in sources} == {"image/avif", "image/webp"}
    assert [each[:3] for each in told] == [each[3] for each in told]


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ({"form": "JPEG", "orientation": 6}, (400, 600)),
        ({"form": "JPEG", "mode": "CMYK", "colour": "#000000"}, (480, 320)),
        ({"mode": "RGBA", "colour": "#ff000080"}, (480, 320)),
        ({"mode": "LA", "colour": "#000000"}, (480, 320)),
        ({"mode": "P", "colour": 1}, (480, 320)),
        ({"mode": "1", "colour": 1}, (480, 320)),
        ({"mode": "I;16", "colour": 1}, (480, 320)),
        ({"form": "GIF"}, (480, 320)),
        ({"form": "WEBP"}, (480, 320)),
        ({"form": "AVIF"}, (480, 320)),
    ],
    ids=str,
)
def test_whatever_was_uploaded_is_made_as_it_is_told(client, look, seen):
    sources = picture((600, 400), **look).sources()

    found = [
        (source.srcset[0].width, source.srcset[0].height, fetched(client, source.srcset[0].url))
        for source in sources
    ]

    assert found == [(*seen, ("image/avif", *seen)), (*seen, ("image/webp", *seen))]


def test_nothing_is_made_before_somebody_asks_and_once_then(client):
    urls = addresses(picture())
    assert PictureRendition.objects.count() == 0

    for url in [*urls, *urls]:
        client.get(url)

    assert (len(urls), PictureRendition.objects.count()) == (4, 4)


def test_what_is_told_of_where_a_file_lies_can_be_kept_for_minutes_by_everybody(client):
    response = client.get(addresses(picture())[0], headers={"accept-language": "fr"})

    assert dict(response.items()) == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": "0",
        "Location": Picture.objects.get().get_rendition("width-480|format-avif").url,
        "Cache-Control": "public, max-age=300",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def test_nobody_lets_the_site_make_what_it_has_not_told(client):
    one, other = picture(), picture()
    _empty, _root, signature, pk, width, name = addresses(one)[0].split("/")
    begun = f"/_pictures/{signature}"

    refused = [
        f"/_pictures/{signature[:-2]}A=/{pk}/{width}/{name}",
        f"/_pictures/é/{pk}/{width}/{name}",
        f"{begun}/{other.pk}/{width}/{name}",
        f"{begun}/{10**30}/{width}/{name}",
        f"{begun}/{pk}/481/{name}",
        f"{begun}/{pk}/{width}/{name.replace('avif', 'png')}",
    ]

    assert [client.get(url).status_code for url in refused] == [403] * 6
    assert PictureRendition.objects.count() == 0


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_fetched(client, method):
    assert getattr(client, method)(addresses(picture())[0]).status_code == 405


def test_a_picture_that_was_deleted_is_not_found(client):
    gone = picture()
    urls = addresses(gone)
    gone.delete()

    assert {client.get(url).status_code for url in urls} == {404}


def test_a_picture_whose_file_is_lost_or_broken_is_not_found(client, caplog):
    lost, broken = picture(), picture()
    default_storage.delete(lost.file.name)
    with default_storage.open(broken.file.name, "rb") as whole:
        half = whole.read()[:400]
    default_storage.delete(broken.file.name)
    default_storage.save(broken.file.name, ContentFile(half))

    found = [client.get(addresses(each)[0]).status_code for each in (lost, broken)]

    assert found == [404, 404]
    assert caplog.text.count("cannot be read") == 2


def test_what_pillow_says_of_a_broken_part_is_no_error_of_ours(client, caplog):
    whole = BytesIO()
    Image.effect_noise((400, 400), 100).save(whole, "PNG")  # too much for one part
    content = whole.getvalue()
    made = Picture.objects.create(title="Noise", file=ContentFile(content, name="noise.png"))
    first, second = (content.index(b"IDAT"), content.rindex(b"IDAT"))
    broken = content[:second] + b"\0" + content[second + 1 :]  # no chunk has such a name (PNG, 5.3)
    default_storage.delete(made.file.name)
    default_storage.save(made.file.name, ContentFile(broken))

    assert first < second
    with pytest.raises(SyntaxError), Image.open(BytesIO(broken)) as image:
        image.load()
    assert mean_colour(BytesIO(broken)) == ""
    assert client.get(addresses(made)[0]).status_code == 404
    assert "cannot be read" in caplog.text


def test_only_what_has_to_be_made_waits(client, monkeypatch):
    made, other = picture(), picture()
    url = addresses(made)[0]
    client.get(url)
    monkeypatch.setattr(other, "find_existing_rendition", missing)  # the thread asks no database
    monkeypatch.setattr(other, "get_rendition", lambda size: size)

    with ThreadPoolExecutor(1) as threads:
        with DRAWING:
            waiting = threads.submit(pictures._made, other, "width-480|format-avif")
            with pytest.raises(TimeoutError):
                waiting.result(0.1)
            assert client.get(url).status_code == 302
        assert waiting.result(10) == "width-480|format-avif"


def missing(_size: object) -> None:
    """Say that nothing has been made yet."""
    raise PictureRendition.DoesNotExist


def test_a_picture_that_was_replaced_has_other_addresses_and_the_old_ones_lead_to_it(client):
    replaced = picture((600, 400))
    old = addresses(replaced)
    replaced.file = file((600, 300), colour="#a03c28")
    replaced.save()
    replaced.renditions.all().delete()  # as the form of the admin does

    new = addresses(replaced)

    assert not set(old) & set(new)
    assert {fetched(client, url) for url in (old[0], new[0])} == {("image/avif", 480, 240)}


def test_an_address_holds_when_the_key_of_the_site_is_replaced(client, settings):
    url = addresses(picture())[0]
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-of-this-site"

    alone = client.get(url).status_code
    settings.SECRET_KEY_FALLBACKS = [old]
    beside_the_old_one = client.get(url).status_code

    assert (alone, beside_the_old_one) == (403, 302)


def test_the_signature_is_that_of_wagtail(client):
    made = picture()

    signature = generate_signature(made.pk, "width-480|format-webp")

    assert client.get(f"/_pictures/{signature}/{made.pk}/480/0.webp").status_code == 302
