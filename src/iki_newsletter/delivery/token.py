"""A token to sign in with, from a command of the user's: run without a shell, its output never shown or kept."""

from __future__ import annotations

import asyncio
import re
from asyncio import subprocess
from dataclasses import dataclass
from typing import Final

from iki_newsletter.errors import ConfigurationError, ServerUnreachableError

_PATIENCE: Final = 60.0
"""Seconds; some commands ask a service on the way."""
_TOKEN: Final = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class TokenCommand:
    """A program and its words, as `smtp.token_command` has them."""

    words: tuple[str, ...]

    async def __call__(self) -> str:
        """Run it and give the token that it prints; what it complains of goes to standard error as it is.

        Raises ConfigurationError when it cannot be run or prints no token, ServerUnreachableError when it fails or
        does not end: a token is fetched anew for each conversation, so the next run may have more luck.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                *self.words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
            )
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"The token command `{self.words[0]}` cannot be run: {getattr(error, 'strerror', None) or error}.",
                instead="Check newsletter.yaml: smtp: token_command: [program, word, …]; it is run without a shell.",
            ) from error
        try:
            async with asyncio.timeout(_PATIENCE):
                printed, _ = await process.communicate()
        except TimeoutError as error:
            raise ServerUnreachableError(
                f"The token command `{self.words[0]}` does not end.",
                instead="Run it by hand to see what it waits for.",
            ) from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            raise ServerUnreachableError(
                f"The token command `{self.words[0]}` failed (exit code {process.returncode}).",
                instead="Run it by hand; you may have to sign in again.",
            )
        return self._read(printed)

    def _read(self, printed: bytes) -> str:
        token = printed.decode("utf-8", errors="replace").strip()
        if not _TOKEN.fullmatch(token):
            what = "something that is no token" if token else "nothing"
            raise ConfigurationError(
                f"The token command `{self.words[0]}` prints {what}.",
                instead="It has to print the access token alone, on one line.",
            )
        return token
