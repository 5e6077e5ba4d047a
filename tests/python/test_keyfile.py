# SPDX-License-Identifier: Apache-2.0
"""Key files written by our C are opened by Python: test_keyfile.py MAKE_KEYFILE"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import cbor2
from nacl.exceptions import CryptoError

import keyfile_open

MAKE_KEYFILE = sys.argv.pop() if len(sys.argv) > 1 else "make_keyfile"


class KeyFile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = pathlib.Path(self.folder.name, "a.key")
        self.secret = pathlib.Path(self.folder.name, "pass")

    def make(self, secret: bytes) -> str:
        """A new key file under this passphrase; the public key that its maker names."""
        self.secret.write_bytes(secret)
        made = subprocess.run([MAKE_KEYFILE, self.file, self.secret], check=True, capture_output=True)
        return made.stdout.decode().strip()

    def test_the_public_key_agrees(self):
        for secret in (b"abc\n", "mañana\r\n".encode(), "man\u0303ana".encode(), b"  two  \nx"):
            with self.subTest(secret=secret):
                self.file.unlink(missing_ok=True)
                public_key = self.make(secret)
                passphrase = keyfile_open.passphrase_of(secret)
                key = keyfile_open.open_keyfile(self.file.read_bytes(), passphrase)
                self.assertEqual(bytes(key.verify_key).hex(), public_key)

    def test_another_passphrase_is_refused(self):
        self.make(b"abc\n")
        with self.assertRaises(CryptoError):
            keyfile_open.open_keyfile(self.file.read_bytes(), b"abd")

    def test_it_is_canonical(self):
        self.make(b"abc\n")
        file = self.file.read_bytes()
        self.assertEqual(cbor2.dumps(cbor2.loads(file), canonical=True), file)
        header = cbor2.loads(file)[1]
        self.assertEqual(cbor2.dumps(cbor2.loads(header), canonical=True), header)


if __name__ == "__main__":
    unittest.main()
