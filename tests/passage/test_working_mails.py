from __future__ import annotations

import os
import re
import subprocess
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

from tests.cli.people import mails_to
from tests.servers.passage import passage
from tests.servers.program import require

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
PEOPLE = {"ana@example.org": ("ecovalor", "es"), "otto@example.org": ("klimaallianz", "de")}
GONE = "gone@example.org"


def test_calls_and_proofs_arrive_through_a_real_server_as_they_were_written(
    iki: Callable[..., Run], workspace: Path
) -> None:
    """The form byte by byte, the picture in its place; who does not exist is told, and left out the next time."""
    rows = [f"{project},{address},{language}" for address, (project, language) in PEOPLE.items()]
    contacts = workspace / "contacts.example.csv"
    contacts.write_text("\n".join(["project,email,language", *rows, f"ave,{GONE},es", ""]), "utf-8")
    form = workspace / "build" / ISSUE / "form.html"
    form.parent.mkdir(parents=True)
    form.write_bytes(bytes(range(256)) * 500)

    with passage(*PEOPLE) as way:
        called = iki("call", ISSUE, "--smtp", way.url, "--yes", "--json")
        calls = {address: way.arrived(address, 2) for address in PEOPLE}
        proved = iki("proof", ISSUE, "--smtp", way.url, "--yes", "--json")
        proofs = {address: way.arrived(address, 4) for address in PEOPLE}
        handed_over = way.handed_over()

    assert (called.code, called.data["sent"], called.data["failed"]) == (1, 2, 1)
    assert (proved.code, proved.data["sent"], proved.data["excluded"]) == (0, 2, {"dead": 1})
    for address, raw in calls.items():
        message = BytesParser(policy=policy.default).parsebytes(raw)
        (attached,) = message.iter_attachments()
        assert attached.get_payload(decode=True) == form.read_bytes()
        assert message["To"].addresses[0].addr_spec == address
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Unsubscribe"] is None
    for address, raw in proofs.items():
        body = handed_over[address].partition(b"\r\n\r\n")[2].replace(b"\r\n", b"\n")
        assert body.strip() in raw.replace(b"\r\n", b"\n"), "a server has written the body anew"


def test_spamassassin_minds_none_of_them(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """Each kind in each language, the call with a form of HTML attached, scores 0.0 at most."""
    program = require("spamassassin", "spamassassin")
    form = workspace / "build" / ISSUE / "form.html"
    form.parent.mkdir(parents=True)
    form.write_text("<!DOCTYPE html><title>Form</title>", "utf-8")
    for command in ("call", "remind", "proof"):
        assert iki(command, ISSUE, "--yes").code == 0
    kinds = {
        (str(mail["Content-Language"]), str(mail["Subject"]).partition(":")[2]): mail
        for mail in mails_to(workspace / "build" / "outbox" / "new", "@")
    }
    assert len(kinds) == 9
    files = [tmp_path / f"{number}.eml" for number in range(len(kinds))]
    for path, mail in zip(files, kinds.values(), strict=True):
        path.write_bytes(mail.as_bytes())
    judged = subprocess.run(
        [program, "-L", "-t", "-x", *files],
        capture_output=True,
        timeout=120,
        check=True,
        env=os.environ | {"HOME": str(tmp_path), "LC_ALL": "C"},
    )
    said = judged.stdout.decode(errors="replace")
    points = re.findall(r"^Content analysis details: +\((-?[\d.]+) points", said, re.MULTILINE)
    assert len(points) == len(files)
    assert max(map(float, points)) <= 0.0, said
