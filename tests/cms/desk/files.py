"""How do tests send files with words, and read what the desk says of them?"""

import zipfile
from io import BytesIO

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail_localize.models import StringTranslation, Translation

from cms.languages.translation.exchange.contents import sheets
from cms.languages.translation.exchange.po import write

FILES = "/admin/translations/files/"
MB = 1024 * 1024


def exported(translation) -> str:
    """Return the PO file of a translation."""
    [sheet] = sheets(Translation.objects.filter(pk=translation.pk))
    return write(sheet).decode()


def translated(file: str, source: str, words: str, *, fuzzy: bool = False) -> str:
    """Return a PO file with words for one of its texts."""
    before, found, after = file.partition(f'msgid "{source}"\nmsgstr ""')
    assert found
    if fuzzy:
        head, context, path = before.rpartition("msgctxt ")
        before = f"{head}#, fuzzy\n{context}{path}"
    return f'{before}msgid "{source}"\nmsgstr "{words}"{after}'


def archive(members: dict[str, str | bytes]) -> bytes:
    """Return a zip of some files."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return file.getvalue()


def send(client, data: str | bytes, name: str = "bells.po", address: str = FILES):
    data = data.encode() if isinstance(data, str) else data
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def take(client, report, **data):
    """Press the button of a report."""
    form = BeautifulSoup(report.content, "html.parser").select_one("form[action*='/files/']")
    posted = {field["name"]: field["value"] for field in form.select("input[name]")}
    return client.post(form["action"], {**posted, **data}, follow=True)


def lines(report) -> list[tuple[str, str, str]]:
    """Return place, outcome and words of each text that a report shows."""
    assert report.status_code == 200
    page = BeautifulSoup(report.content, "html.parser")
    return [
        (
            line.select_one(".desk-line__place").text,
            line.select_one(".desk-line__outcome").text.strip(),
            line.select(".desk-line__words")[1].decode_contents().strip(),
        )
        for line in page.select(".desk-line")
    ]


def counts(report) -> list[str]:
    page = BeautifulSoup(report.content, "html.parser")
    return [item.text for item in page.select(".desk-file__counts li")]


def beside(response) -> str:
    """Return the message beside the field."""
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return page.select_one(".w-field__errors").get_text(" ", strip=True)


def stored(translation) -> dict[str, tuple[str, str]]:
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object=translation.source.object_id
    ).values_list("translation_of__data", "data", "translation_type")
    return {source: (words, kind) for source, words, kind in rows}
