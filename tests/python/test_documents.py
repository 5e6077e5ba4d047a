# SPDX-License-Identifier: Apache-2.0
"""The documents say what is true: FORMAT.md's worked example and check values, computed again, and its
tables and the man pages' against the headers: test_documents.py"""

import pathlib
import re
import unittest

from sello_ref import codes, cose, keys, label

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FORMAT = (SOURCE / "docs/FORMAT.md").read_text()
PAGES = [SOURCE / "docs/man" / name for name in ("sello-verify.1", "es/sello-verify.1")]


def section(title):
    """A section's text, up to the next section."""
    return re.split(r"^## ", FORMAT.split(title, 1)[1], maxsplit=1, flags=re.M)[0]


def listed(header, pattern):
    return re.findall(pattern, (SOURCE / header).read_text())


class WorkedExample(unittest.TestCase):
    def setUp(self):
        self.text = section("## 14. Worked example")
        self.packed = re.sub(r"\s", "", self.text)
        self.key = keys.Key(bytes.fromhex(re.search(r"secret key +([0-9a-f]{64})", self.text)[1]))
        self.claims = {label.IAT: 1767225600, label.PRIVATE: {label.SERIAL: 1}}
        self.token = label.make_token(self.key, self.claims)

    def test_names_the_key(self):
        self.assertIn(self.key.public.hex(), self.text)
        self.assertIn(self.key.kid.hex(), self.text)

    def test_shows_the_token(self):
        self.assertEqual(len(self.token), 99)
        self.assertIn(self.token.hex(), self.packed)

    def test_shows_the_digits(self):
        self.assertIn("https://sello.example/#" + codes.to_digits(self.token), self.packed)
        self.assertIn(codes.to_digits(self.token[:7]), self.text)

    def test_shows_the_commitment(self):
        self.assertIn(label.commitment(self.claims).hex(), self.text)


class CheckValues(unittest.TestCase):
    def test_kid(self):
        public, kid = re.search(r"`([0-9a-f]{64})` has the kid `([0-9a-f]{16})`", FORMAT).groups()
        self.assertEqual(keys.kid_of(bytes.fromhex(public)).hex(), kid)

    def test_digits(self):
        self.assertIn(f"`61 62 ff` are `{codes.to_digits(b'ab' + bytes([255]))}`", FORMAT)

    def test_expiry(self):
        self.assertIn(f"is 20818, its exp is {label.exp_of_date(20818)}", FORMAT)

    def test_printed_serials(self):
        rows = re.findall(r"^\| (\d+) \| `(\S+-\S)` \|$", section("## 6. Printed serial"), re.M)
        self.assertGreater(len(rows), 4)
        for serial, printed in rows:
            self.assertEqual(codes.serial_to_text(int(serial)), printed)

    def test_types(self):
        for name in (cose.ROOT_TYPE, cose.STATUS_TYPE, cose.BUNDLE_TYPE):
            self.assertIn(f"`{name}`", FORMAT)


class Tables(unittest.TestCase):
    def test_verdicts_and_exits(self):
        wanted = listed("verify/verdict/sello_verify.h", r'X\(SELLO_\w+, \d+, "([a-z-]+)", (\d+)\)')
        self.assertEqual(len(wanted), 18)
        rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", section("## 12. Verdict"), re.M)
        self.assertEqual(rows, wanted)
        for page in PAGES:
            rows = re.findall(r"^\.It ([a-z-]+) Ta (\d+) Ta", page.read_text(), re.M)
            self.assertEqual(sorted(rows), sorted(wanted), page)

    def test_reasons(self):
        words = listed("wire/bundle.h", r'X\(SELLO_REASON_\w+, \d+, "([a-z-]+)"\)')
        self.assertEqual(len(words), 11)
        for word in words:
            self.assertIn(f"`{word}`", section("## 13. A verdict as JSON"))

    def test_json_fields(self):
        names = listed("verify/tool/print_json.c", r'(?:cli_json|put)_\w+\(&?j, "([a-z_]+)"')
        shown = section("## 13. A verdict as JSON")
        for name in names:
            self.assertRegex(shown, rf'[`"]{name}[`"]')


if __name__ == "__main__":
    unittest.main()
