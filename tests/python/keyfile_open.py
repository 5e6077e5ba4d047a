# SPDX-License-Identifier: Apache-2.0
"""Opens a key file by docs/KEYFILE.md alone, with libraries that are not ours, and prints the public key.

    keyfile_open.py FILE PASSFILE
"""

import hashlib
import sys
import unicodedata

import cbor2
from nacl import bindings, pwhash, signing

MAGIC = "sello-key"
SEALED_LEN = 48


def passphrase_of(raw: bytes) -> bytes:
    """The first line, without its line end, in NFC."""
    line = raw.split(b"\n", 1)[0]
    if len(line) < len(raw) and line.endswith(b"\r"):
        line = line[:-1]
    return unicodedata.normalize("NFC", line.decode("utf-8")).encode("utf-8")


def thumbprint_kid(public_key: bytes) -> bytes:
    """RFC 9679: SHA-256 over the canonical COSE_Key of kty, crv and x."""
    return hashlib.sha256(cbor2.dumps({1: 1, -1: 6, -2: public_key}, canonical=True)).digest()[:8]


def open_keyfile(file: bytes, passphrase: bytes) -> signing.SigningKey:
    magic, header_bytes, sealed = cbor2.loads(file)
    assert magic == MAGIC and len(sealed) == SEALED_LEN
    header = cbor2.loads(header_bytes)
    assert sorted(header) == [0, 1, 2, 3, 4, 5] and header[0] == 1 and header[1] in range(4)
    algorithm, ops, memory, salt = header[4]
    assert algorithm == 1
    bound = file[: len(file) - SEALED_LEN - 2]  # all before the last item, whose head is two bytes
    sealing = pwhash.argon2id.kdf(32, passphrase, salt, opslimit=ops, memlimit=memory)
    seed = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, bound, header[5], sealing)
    key = signing.SigningKey(seed)
    assert bytes(key.verify_key) == header[3]
    assert thumbprint_kid(header[3]) == header[2]
    return key


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], "rb") as file, open(arguments[1], "rb") as secret:
        key = open_keyfile(file.read(), passphrase_of(secret.read()))
    print(bytes(key.verify_key).hex())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
