"""What does the wheel carry besides Python: compiled catalogues, and each app's templates beside it."""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(locale: Path) -> None:
    """Write a .mo next to every .po, without the gettext binaries that a machine may lack."""
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled = BytesIO()
        with source.open("rb") as po:
            write_mo(compiled, read_po(po))
        # Whoever reads it at the same time gets the old one or the new one, whole.
        unfinished = source.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(compiled.getvalue())
        unfinished.replace(source.with_suffix(".mo"))


def home_of(templates: Path, root: Path) -> str | None:
    """Name the folder of the wheel for these templates; the site's and the tests' stay behind."""
    name = templates.name
    if name == "newsletter":
        return "newsletter/templates/newsletter"
    if (root / "cms" / "plugins" / name).is_dir():
        return f"cms/plugins/{name}/templates/{name}"
    if name == "home" or (name != "cms" and (root / "tests" / name).is_dir()):
        return None
    return f"cms/templates/{name}"


class WheelHook(BuildHookInterface):
    """Prepare the wheel; a checkout (an editable install) reads the folders where they are."""

    def initialize(self, version: str, build_data: dict) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        compile_catalogues(root / "locale")
        if version == "editable":
            return
        build_data["force_include"][str(root / "locale")] = "cms/locale"
        for folder in sorted(path for path in (root / "templates").iterdir() if path.is_dir()):
            if target := home_of(folder, root):
                build_data["force_include"][str(folder)] = target


if __name__ == "__main__":
    checkout = Path(__file__).resolve().parents[1]
    for locale in (
        checkout / "locale",
        *checkout.glob("tests/*/locale"),
    ):  # a plugin brings its own
        compile_catalogues(locale)
