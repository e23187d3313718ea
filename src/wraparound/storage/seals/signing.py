"""The files of keys that seals are signed with, as PEM."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from wraparound.errors import DocumentInvalid, Fault, StorageUnavailable
from wraparound.storage.seals.seal import written_key

_OWNER_ONLY = 0o600


def make_signing_key(file: Path) -> tuple[Path, str]:
    """Make a private key, for the owner's eyes only, and its public key beside it.

    Args:
        file: The file of the private key; there must be none.

    Returns:
        The file of the public key, and the public key as seals name it.

    Raises:
        StorageUnavailable: There is such a file, or it cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    public = key.public_key()
    beside = file.with_name(f"{file.name}.pub")
    _write(file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), _OWNER_ONLY)
    _write(beside, public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    return beside, written_key(public)


def read_signing_key(file: Path) -> Ed25519PrivateKey:
    """Return the private key in a file.

    Raises:
        DocumentInvalid: It holds no such key; the error does not repeat what it holds.
        StorageUnavailable: It cannot be read.
    """
    try:
        key = load_pem_private_key(_read(file), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(file, "a private")
    return key


def read_public_key(file: Path) -> Ed25519PublicKey:
    """Return the public key in a file.

    Raises:
        DocumentInvalid: It holds no such key.
        StorageUnavailable: It cannot be read.
    """
    try:
        key = load_pem_public_key(_read(file))
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(file, "a public")
    return key


def _no_key(file: Path, kind: str) -> DocumentInvalid:
    fault = Fault("", f"must hold {kind} Ed25519 key as PEM", str(file))
    hint = "`wraparound storage signing-key FILE` makes a pair of them"
    return DocumentInvalid("signing key", [fault], hint=hint)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise StorageUnavailable(
            f"the key file {file} cannot be read ({type(error).__name__})",
            hint="is the path correct?",
        ) from error


def _write(file: Path, text: bytes, rights: int) -> None:
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, rights)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(text)
    except OSError as error:
        hint = "a key is never overwritten: name another file"
        raise StorageUnavailable(
            f"the key file {file} cannot be written ({type(error).__name__})",
            hint=hint if isinstance(error, FileExistsError) else "may you write there?",
        ) from error
