"""Take the picture of the form in docs/images: the June issue's item from Alvarado, as its office would write it."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - the tests' modules are no package
from tests.judges.browser import browser  # noqa: E402
from tests.judges.tools import CHROMIUM  # noqa: E402

from iki_newsletter.reading.findings import Findings  # noqa: E402
from iki_newsletter.reading.scan import scan  # noqa: E402
from iki_newsletter.workflow.form import write_form  # noqa: E402
from iki_newsletter.workspace.folder import Workspace  # noqa: E402

ISSUE: Final = ROOT / "issues" / "2017-06"
ITEM: Final = ISSUE / "contributions" / "mangroves-alvarado-restoration.yaml"
PICTURE: Final = ISSUE / "images" / "mangroves-alvarado.png"
WIDTH: Final = 1280
HEIGHT: Final = 900
COLOURS: Final = 128


def main() -> None:
    """Write docs/images/form.png."""
    chromium = next(path for name in CHROMIUM if (path := shutil.which(name)))
    written = json.dumps(scan(ITEM.read_text("utf-8"), Findings(ITEM, "C")).data)
    with tempfile.TemporaryDirectory() as folder, browser(chromium, Path(folder) / "profile") as page:
        form = write_form(Workspace(ROOT), ISSUE.name, Path(folder) / "form.html").path
        page.show(form, WIDTH)
        page.ask("page.ready.then(() => speak('es'))")
        page.ask(f"(async () => {{ {_fill(written)} }})()")
        page.look(WIDTH, "light", HEIGHT)
        page.ask("document.querySelector('.tongues').scrollIntoView({behavior: 'instant'}); scrollBy(0, 88)")
        page.ask("new Promise((done) => setTimeout(done, 900))")  # until it has scrolled, and the preview is there
        top = int(page.ask("scrollY"))
        with Image.open(io.BytesIO(page.picture(top, WIDTH, HEIGHT))) as shot:
            small = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(ROOT / "docs" / "images" / "form.png", optimize=True)


def _fill(written: str) -> str:
    pixels = list(PICTURE.read_bytes())
    return f"""
        const draft = drafts.of({written}, {{id: "a".repeat(16)}});
        await pictures.keep(draft, draft.fields.images[0].file, new Blob([new Uint8Array({pixels})]));
        drafts.keep(draft);
        await openDraft(draft, null);
    """


if __name__ == "__main__":
    main()
