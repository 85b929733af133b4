"""The embedded server: a real conversation, the exact bytes kept, nobody's mail leaves."""

from __future__ import annotations

import asyncio
import email
import email.policy
import mailbox
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import Bench, letter, people, subscriber

from iki_newsletter.delivery.sandbox import Sandbox, keep

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.delivery.server import Server


async def deliver_to(bench: Bench, outbox: Path) -> None:
    """Run the campaign against a sandbox."""
    async with Sandbox(outbox) as server:
        await bench.run(server)


def test_one_file_per_subscriber_with_the_wire_bytes(bench: Bench, tmp_path: Path) -> None:
    """The Maildir holds one file per subscriber, byte for byte what was made, CRLF and leading dots with it."""
    bench.plan(*people(5), subscriber("jörg@example.org"))
    asyncio.run(deliver_to(bench, tmp_path / "outbox"))
    assert bench.states() == ["sent"] * 6
    kept = {file.name.rsplit(".", 2)[0]: file.read_bytes() for file in (tmp_path / "outbox" / "new").iterdir()}
    assert len(kept) == 6
    message = kept["person3@example.org"]
    assert message.startswith(b"To: person3@example.org\r\n")
    assert message.endswith(b"\r\n.dot\r\nand goodbye.\r\n")
    assert message.count(b"\n") == message.count(b"\r\n")
    assert not list((tmp_path / "outbox" / "tmp").iterdir())


def test_outbox_is_a_maildir(bench: Bench, tmp_path: Path) -> None:
    """Mail programs can open it, and its messages parse without a defect."""
    bench.plan(*people(2))
    asyncio.run(deliver_to(bench, tmp_path / "outbox"))
    box = mailbox.Maildir(tmp_path / "outbox", create=False)
    assert len(box) == 2
    for key in box.iterkeys():
        parsed = email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
        assert not parsed.defects


def test_sandbox_offers_what_it_does(tmp_path: Path) -> None:
    """It offers PIPELINING, and answers a group written in one packet, with the dot in its middle, in order."""

    async def go() -> list[str]:
        async with Sandbox(tmp_path / "outbox") as server:
            reader, writer = await asyncio.open_connection(server.host, server.port)
            writer.write(b"EHLO me\r\n")
            await writer.drain()
            said = [(await reader.readline()).decode()]
            while not said[-1].startswith("250 "):
                said.append((await reader.readline()).decode())
            group = b"MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
            writer.write(group + b"x: y\r\n\r\nz\r\n.\r\n" + group + b"x: y\r\n\r\nz\r\n.\r\nQUIT\r\n")
            said += (await reader.read()).decode().splitlines()
            writer.close()
            await writer.wait_closed()
        return said

    said = asyncio.run(go())
    assert "250-PIPELINING\r\n" in said
    codes = [line[:3] for line in said if not line.startswith("250-")]
    assert codes[2:] == ["250", "250", "354", "250", "250", "250", "354", "250", "221"]
    # The same message twice is two files: a duplicate must be seen.
    assert len(list((tmp_path / "outbox" / "new").iterdir())) == 2


def test_sandbox_listens_on_loopback_only(tmp_path: Path) -> None:
    """Nobody else in the network can reach it, and it is marked as what it is."""

    async def go() -> Server:
        async with Sandbox(tmp_path / "outbox") as server:
            return server

    server = asyncio.run(go())
    assert server.host == "127.0.0.1"
    assert server.is_sandbox
    assert str(server) == "the sandbox"


@pytest.mark.parametrize(
    "recipient", ["../../etc/passwd", "a:b@example.org", 'x"y|z@example.org', "CON@example.org", "ä" * 300]
)
def test_names_of_files_are_harmless(tmp_path: Path, recipient: str) -> None:
    """Whatever a recipient is called, its file stays in the outbox and has a name that Windows takes too."""
    for folder in ("tmp", "new", "cur"):
        (tmp_path / folder).mkdir()
    name = keep(tmp_path, recipient, b"x")
    assert (tmp_path / "new" / name).read_bytes() == b"x"
    assert not set(name) & set('<>:"/\\|?*')
    assert len(name) < 150


def test_read_mail_is_not_overwritten(bench: Bench, tmp_path: Path) -> None:
    """A message that a mail program has moved to `cur` counts when the same one comes again."""
    for folder in ("tmp", "new", "cur"):
        (tmp_path / folder).mkdir()
    name = keep(tmp_path, "a@example.org", b"x")
    (tmp_path / "new" / name).replace(tmp_path / "cur" / f"{name}.seen")
    assert keep(tmp_path, "a@example.org", b"x") == name.replace(".eml", ".2.eml")


def test_message_as_made_equals_message_as_kept(bench: Bench, tmp_path: Path) -> None:
    """Nothing on the way changes a byte."""
    bench.plan(*people(1))
    made: list[bytes] = []

    def make(claim: object) -> bytes:
        made.append(letter(claim))  # type: ignore[arg-type]
        return made[-1]

    async def go() -> None:
        async with Sandbox(tmp_path / "outbox") as server:
            await bench.run(server, make=make)

    asyncio.run(go())
    assert [file.read_bytes() for file in (tmp_path / "outbox" / "new").iterdir()] == made
