"""The private keys that mails are signed with: read from files that nobody else may read, or the environment."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import AlreadyThereError, ConfigurationError
from iki_newsletter.model.newsletter import Algorithm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    from iki_newsletter.model.newsletter import Dkim, SigningKey
    from iki_newsletter.workspace.folder import Workspace

VARIABLES: Final = {Algorithm.RSA: "IKI_NEWS_DKIM_KEY", Algorithm.ED25519: "IKI_NEWS_DKIM_ED25519_KEY"}
"""Where the environment has the keys for which no file is named."""
RSA_BITS: Final = 2048
"""Of a new key, and the least that is taken: 1,024 can be broken, and 4,096 do not fit every DNS (RFC 8301, 3.2)."""

_MAKE: Final = "Make one: iki-news dns --make-key"


@dataclass(frozen=True, slots=True)
class DomainKey:
    """A key of the sender's domain: what signs, and what the DNS has under its selector."""

    selector: str
    algorithm: Algorithm
    public: str
    """The other half in base64, as a DKIM record has it after `p=` (RFC 6376, 3.6.1; RFC 8463, 4)."""
    sign: Callable[[bytes], bytes]
    """Makes the raw signature of canonical bytes."""


def load_signing_keys(workspace: Workspace, dkim: Dkim, environ: Mapping[str, str]) -> tuple[DomainKey, ...]:
    """Read every key that the settings name, RSA first; none where a relay signs.

    A key is PEM without a passphrase; in the environment its base64 alone will do, on one line. Raises
    ConfigurationError for one that is missing, too weak, of another kind, or open to other users of the computer.
    """
    return tuple(_load(workspace, key, environ, algorithm) for algorithm, key in dkim.keys.items())


def missing_keys(workspace: Workspace, dkim: Dkim, environ: Mapping[str, str]) -> list[str]:
    """Name the keys that are not here: their files, or the variables that they should stand in."""
    return [
        key.key or VARIABLES[algorithm]
        for algorithm, key in dkim.keys.items()
        if not (workspace.key_file(key.key).exists() if key.key else environ.get(VARIABLES[algorithm], "").strip())
    ]


def make_signing_key(path: Path, algorithm: Algorithm = Algorithm.RSA) -> None:
    """Make a key, in a new file that its owner alone may read; raises AlreadyThereError where there is a file."""
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa  # noqa: PLC0415 - heavy
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise AlreadyThereError(
            f"{path} is there already, and a key is never overwritten: mails on their way are verified by it.",
            instead="Give the new key another file and another selector in newsletter.yaml.",
        ) from None
    with os.fdopen(handle, "wb") as file:
        is_rsa = algorithm is Algorithm.RSA
        key = rsa.generate_private_key(65537, RSA_BITS) if is_rsa else ed25519.Ed25519PrivateKey.generate()
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())


def _load(workspace: Workspace, key: SigningKey, environ: Mapping[str, str], algorithm: Algorithm) -> DomainKey:
    if key.key is None:
        variable = VARIABLES[algorithm]
        where, raw = f"The environment variable {variable}", environ.get(variable, "").encode()
        if not raw.strip():
            raise ConfigurationError(
                f"newsletter.yaml wants mails signed, and neither a key's file nor {variable} is given.",
                instead=f"Name a file in `dkim`, or set {variable} to the key's text.",
            )
    else:
        path = workspace.key_file(key.key)
        where, raw = str(path), _read_file(workspace, path)
    return _accepted(_parsed(raw, where), key.selector, algorithm, where)


def _read_file(workspace: Workspace, path: Path) -> bytes:
    if workspace.shares(path):
        raise ConfigurationError(
            f"The key {path} lies among the files that are shared.", instead="Move it to var/, which git ignores."
        )
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            raw = file.read(64_000)
    except FileNotFoundError:
        raise ConfigurationError(
            f"newsletter.yaml wants mails signed, and {path} is missing.", instead=_MAKE
        ) from None
    except OSError as error:
        why = error.strerror or "the system refuses"
        raise ConfigurationError(
            f"The key {path} cannot be read: {why}.", instead="Whoever sends must be its owner."
        ) from error
    # Windows keeps its rights elsewhere, and these bits say nothing there.
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise ConfigurationError(
            f"The key {path} is open to other users of this computer (mode {stat.S_IMODE(mode):04o}).",
            instead=f"Close it: chmod 600 {path}. If others have been here, make a new key with a new selector.",
        )
    return raw


def _parsed(raw: bytes, where: str) -> object:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - heavy
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        load_der_private_key,
        load_pem_private_key,
    )

    try:
        if b"-----BEGIN" in raw:
            return load_pem_private_key(raw.replace(b"\\n", b"\n"), password=None)
        return load_der_private_key(base64.b64decode(b"".join(raw.split()), validate=True), password=None)
    except TypeError:
        raise ConfigurationError(
            f"{where} holds a key with a passphrase, and nobody is there to type it for every mail.",
            instead="Take the passphrase off (openssl pkey), and keep the file closed to others.",
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        # The reason could quote the key, so it is not repeated.
        raise ConfigurationError(f"{where} does not hold a private key in PEM.", instead=_MAKE) from None


def _accepted(private: object, selector: str, algorithm: Algorithm, where: str) -> DomainKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - heavy
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415

    if algorithm is Algorithm.RSA and isinstance(private, RSAPrivateKey):
        if private.key_size < RSA_BITS:
            raise ConfigurationError(
                f"{where} holds an RSA key of {private.key_size} bits; servers ask for {RSA_BITS} at least.",
                instead=f"{_MAKE}, with a new file and a new selector in newsletter.yaml.",
            )
        return _rsa_key(private, selector)
    if algorithm is Algorithm.ED25519 and isinstance(private, Ed25519PrivateKey):
        return _ed25519_key(private, selector)
    raise ConfigurationError(
        f"{where} does not hold {'an RSA' if algorithm is Algorithm.RSA else 'an Ed25519'} key.",
        instead="`dkim.key` is an RSA key; an Ed25519 one stands under `dkim.ed25519`, beside it.",
    )


def _rsa_key(private: RSAPrivateKey, selector: str) -> DomainKey:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415 - heavy
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    padding, sha256 = PKCS1v15(), SHA256()
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return DomainKey(
        selector, Algorithm.RSA, base64.b64encode(public).decode(), lambda data: private.sign(data, padding, sha256)
    )


def _ed25519_key(private: Ed25519PrivateKey, selector: str) -> DomainKey:
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    # What is signed is the digest, not the text itself (RFC 8463, 3).
    return DomainKey(selector, Algorithm.ED25519, public, lambda data: private.sign(hashlib.sha256(data).digest()))
