"""Draws docs/images/clients/: the June 2017 issue in mail programs, after its way through Postfix into Dovecot.

`make mail-pictures`, as root, with Debian's dovecot-imapd, postfix, thunderbird, xvfb, imagemagick, roundcube-core,
roundcube-sqlite3, php-cli and chromium. Nothing leaves the machine.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.servers.dovecot import PASSWORD
from tests.servers.passage import passage
from tests.servers.program import free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURES: Final = ROOT / "docs" / "images" / "clients"
PEOPLE: Final = {"es": "ana@example.org", "de": "jutta@example.org"}
LIST: Final = "email,name,language\nana@example.org,Ana Ejemplo,es\njutta@example.org,Jutta Beispiel,de\n"
LARGEST: Final = 200_000
"""Bytes of a picture that the repository keeps."""
STILL: Final = 4
"""Looks at a screen that show the same before it counts as settled."""

_ROUNDCUBE: Final = """<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///{folder}/roundcube.sqlite?mode=0600';
$config['imap_host'] = '127.0.0.1:{port}';
$config['log_driver'] = 'file';
$config['log_dir'] = '{folder}/';
$config['temp_dir'] = '{folder}/';
$config['des_key'] = 'twenty-four octets here.';
$config['plugins'] = [];
$config['skin'] = 'elastic';
$config['enable_spellcheck'] = false;
$config['language'] = '{language}';
$config['layout'] = 'desktop';
"""
_THUNDERBIRD: Final = """
user_pref("app.donation.eoy.version.viewed", 999);
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.activeThemeID", "thunderbird-compact-{mode}@mozilla.org");
user_pref("layout.css.prefers-color-scheme.content-override", {number});
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.rights.version", 1);
user_pref("mail.shell.checkDefaultClient", false);
user_pref("mail.spotlight.firstRunDone", true);
user_pref("mail.winsearch.firstRunDone", true);
user_pref("mailnews.start_page.enabled", false);
user_pref("mailnews.start_page_override.mstone", "ignore");
user_pref("network.online", false);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.proxy.type", 1);
user_pref("offline.startup_state", 3);
user_pref("toolkit.telemetry.enabled", false);
user_pref("ui.systemUsesDarkTheme", {dark});
"""
_WINDOW: Final = """{"chrome://messenger/content/messageWindow.xhtml": {"messengerWindow":
{"width": "1000", "height": "1500", "screenX": "0", "screenY": "0", "sizemode": "normal"}}}"""


def main() -> None:
    """Send, read back, and draw every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mail-pictures-") as name, passage(*PEOPLE.values()) as way:
        folder = Path(name)
        send(folder / "newsletter", way.url)
        arrived = {language: way.arrived(address, len(PEOPLE)) for language, address in PEOPLE.items()}
        for language, content in arrived.items():
            (folder / f"{language}.eml").write_bytes(content)
        for language, mode in (("es", "light"), ("de", "dark")):
            thunderbird(folder, folder / f"{language}.eml", PICTURES / f"thunderbird-{language}-{mode}.png", mode)
            roundcube(folder, way.mailboxes.port, language, PICTURES / f"roundcube-{language}-{mode}.png", mode)


def send(folder: Path, url: str) -> None:
    """Send the issue from a workspace of its own by the command that users type."""
    folder.mkdir()
    for each in ("newsletter.yaml", "portfolio.yaml"):
        shutil.copy2(ROOT / each, folder)
    for each in ("issues", "templates"):
        shutil.copytree(ROOT / each, folder / each)
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    command = [sys.executable, "-m", "iki_newsletter", "send", "2017-06", "--to", "list.csv", "--smtp", url, "--yes"]
    subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, check=True)


def thunderbird(folder: Path, letter: Path, picture: Path, mode: str) -> None:
    """Open a message in a window of Thunderbird's, on a screen of its own, and photograph it."""
    profile = folder / f"thunderbird-{mode}"
    profile.mkdir()
    dark = mode == "dark"
    prefs = _THUNDERBIRD.format(mode=mode, number=0 if dark else 1, dark=int(dark))
    (profile / "user.js").write_text(prefs, encoding="utf-8")
    (profile / "xulstore.json").write_text(_WINDOW, encoding="utf-8")
    with screen(folder) as display:
        environment = os.environ | {"DISPLAY": display, "HOME": str(profile), "MOZ_CRASHREPORTER_DISABLE": "1"}
        command = ["thunderbird", "--no-remote", "--profile", str(profile), "-file", str(letter)]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as program:
            settle(display, folder / "screen.png")
            keep(picture, ["convert", str(folder / "screen.png")])
            program.terminate()


def settle(display: str, screenshot: Path) -> None:
    """Photograph a display until nothing moves on it any more: for some seconds, or for a minute at most."""
    seen: list[bytes] = []
    for _ in range(30):
        time.sleep(2)
        subprocess.run(["import", "-display", display, "-window", "root", str(screenshot)], check=True)
        look = subprocess.run(["convert", str(screenshot), "rgb:-"], check=True, capture_output=True).stdout
        seen.append(look)
        if len(seen) > STILL and len(set(seen[-STILL:])) == 1 and any(look):
            return


@contextmanager
def screen(folder: Path) -> Iterator[str]:
    """Give a display that nobody looks at."""
    with (folder / "display").open("w+", encoding="ascii") as said:
        command = ["Xvfb", "-displayfd", str(said.fileno()), "-screen", "0", "1000x1500x24", "-nolisten", "tcp"]
        with subprocess.Popen(command, pass_fds=[said.fileno()], stderr=subprocess.DEVNULL) as server:
            while not (number := (folder / "display").read_text(encoding="ascii").strip()):
                time.sleep(0.1)
            try:
                yield f":{number}"
            finally:
                server.terminate()


def roundcube(folder: Path, imap: int, language: str, picture: Path, mode: str) -> None:
    """Open a message in Roundcube, served by PHP itself, and photograph it with Chromium."""
    ours = folder / f"roundcube-{mode}"
    ours.mkdir()
    settings = _ROUNDCUBE.format(folder=ours, port=imap, language=language)
    (ours / "config.inc.php").write_text(settings, encoding="utf-8")
    for each in ("defaults.inc.php", "mimetypes.php"):
        (ours / each).symlink_to(Path("/etc/roundcube") / each)
    with sqlite3.connect(ours / "roundcube.sqlite") as database:
        database.executescript(Path("/usr/share/roundcube/SQL/sqlite.initial.sql").read_text(encoding="utf-8"))
    port = free_port()
    command = ["php", "-S", f"127.0.0.1:{port}", "-t", "/var/lib/roundcube/public_html"]
    environment = os.environ | {"ROUNDCUBE_CONFIG_DIR": f"{ours}/"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as program:
        try:
            wait_for(port, "Roundcube")
            with Door(f"http://127.0.0.1:{port}/", PEOPLE[language]) as door:
                message = f"http://127.0.0.1:{door.server_port}/?_task=mail&_action=show&_mbox=INBOX&_uid=1"
                photograph(ours, message, picture, mode)
        finally:
            program.terminate()


def photograph(folder: Path, page: str, picture: Path, mode: str) -> None:
    """Have Chromium draw a page."""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=8000"]
    flags += [f"--user-data-dir={folder / 'chromium'}", "--window-size=1000,1500"]
    flags += [f"--blink-settings=preferredColorScheme={0 if mode == 'dark' else 1}"]
    drawn = folder / "drawn.png"
    subprocess.run(["chromium", *flags, f"--screenshot={drawn}", page], check=True, stderr=subprocess.DEVNULL)
    keep(picture, ["convert", str(drawn)])


def keep(picture: Path, command: list[str]) -> None:
    """Write a picture in few colours, as small as the repository wants it."""
    subprocess.run(
        [*command, "-strip", "-resize", "800x", "+dither", "-colors", "128", f"png8:{picture}"], check=True
    )
    size = picture.stat().st_size
    print(f"{picture.relative_to(ROOT)}: {size:,} bytes")  # noqa: T201 - it is a script
    if size > LARGEST:
        sys.exit(f"{picture.name} is larger than {LARGEST:,} bytes")


class Door(ThreadingHTTPServer):
    """A way into Roundcube that has signed in already, since Chromium takes no cookies with it for a picture."""

    def __init__(self, far: str, address: str) -> None:
        super().__init__(("127.0.0.1", 0), _Through)
        self.far = far
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
        self._sign_in(address)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def _sign_in(self, address: str) -> None:
        page = self.browser.open(self.far).read().decode()
        found = re.search(r'name="_token" value="([^"]+)"', page)
        if found is None:
            sys.exit("Roundcube shows no form to sign in")
        form = {"_task": "login", "_action": "login", "_token": found[1], "_user": address, "_pass": PASSWORD}
        self.browser.open(f"{self.far}?_task=login", urllib.parse.urlencode(form).encode()).read()


class _Through(BaseHTTPRequestHandler):
    """One request, handed on."""

    server: Door

    def do_GET(self) -> None:
        """Fetch it as the one who has signed in."""
        with self.server.browser.open(self.server.far + self.path.removeprefix("/")) as answer:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"] or "text/plain")
            self.end_headers()
            self.wfile.write(answer.read())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    main()
