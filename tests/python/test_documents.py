# SPDX-License-Identifier: Apache-2.0
"""The documents say what is true: FORMAT.md's worked example and check values, computed again, and its
tables and the man pages' against the headers. The reference, which shares nothing with the headers,
has the same claims and numbers: test_documents.py"""

import pathlib
import re
import unittest

from sello_ref import bundle, codes, cose, keys, label, verdict

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FORMAT = (SOURCE / "docs/FORMAT.md").read_text()
PAGES = [SOURCE / "docs/man" / name for name in ("sello-verify.1", "es/sello-verify.1")]


def section(title):
    """A section's text, up to the next section."""
    return re.split(r"^## ", FORMAT.split(title, 1)[1], maxsplit=1, flags=re.M)[0]


def listed(header, pattern):
    return re.findall(pattern, (SOURCE / header).read_text())


def limit_of(text):
    return 2**53 - 1 if text == "2^53-1" else int(text)


def claims():
    """The rows of wire/claim_list.h: (name, key, member, type, limit, shown, json, word)."""
    rows = listed("wire/claim_list.h",
                  r'X\((\w+), (\d+), (\w+), (TEXT|NUMBER|HASH), (\d+), (\w+), "(\w+)",[\s\\]+"([^"]+)"\)')
    assert len(rows) == len(listed("wire/claim_list.h", r"\bX\([A-Z]")) > 10
    return [(name, int(key), member, kind, int(limit), *rest)
            for name, key, member, kind, limit, *rest in rows]  # fmt: skip


class Reliability(unittest.TestCase):
    """docs/reliability.md: a row for each fault, and the tests that it names are there."""

    def test_rows(self):
        text = (SOURCE / "docs/reliability.md").read_text()
        rows = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| `(\S+?): (.+?)` \|$", text, re.M)
        self.assertEqual([int(row[0]) for row in rows], list(range(1, 49)))
        for number, _, _, name, test in rows:
            files = [path for path in (SOURCE / "tests").rglob(name) if "node_modules" not in path.parts]
            self.assertEqual(len(files), 1, f"row {number}: {name}")
            self.assertTrue(test in files[0].read_text(), f"row {number}: {name} has no {test!r}")


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
        self.assertEqual(len(wanted), 20)
        rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", section("## 12. Verdict"), re.M)
        self.assertEqual(rows, wanted)
        for page in PAGES:
            rows = re.findall(r"^\.It ([a-z-]+) Ta (\d+) Ta", page.read_text(), re.M)
            self.assertEqual(sorted(rows), sorted(wanted), page)

    def test_reasons(self):
        words = listed("wire/bundle.h", r'X\(SELLO_REASON_\w+, \d+, "([a-z-]+)"\)')
        self.assertEqual(len(words), 12)
        for word in words:
            self.assertIn(f"`{word}`", section("## 13. A verdict as JSON"))

    def test_json_fields(self):
        names = listed("verify/tool/print_json.c", r'(?:cli_json|put)_\w+\(&?j, "([a-z_]+)"')
        shown = section("## 13. A verdict as JSON")
        for name in names + [row[6] for row in claims()]:
            self.assertRegex(shown, rf'[`"]{name}[`"]')

    def test_claims(self):
        table = FORMAT.split("The map `label`:", 1)[1].split("\n\n", 2)[1]
        row = r"^\| \? (\d+) \| .* \| (text|unsigned|date|hash) \| (\S+)(?: bytes)? \|$"
        rows = re.findall(row, table, re.M)
        shown = {int(key): (kind, limit_of(limit)) for key, kind, limit in rows}
        self.assertEqual(len(shown), len(rows))
        words = {"TEXT": "text", "NUMBER": "unsigned", "HASH": "hash"}
        self.assertEqual(shown, {
            key: ("date" if look == "DATE" else words[kind], limit)
            for _, key, _, kind, limit, look, *_ in claims()
        })  # fmt: skip


class Reference(unittest.TestCase):
    def test_claims(self):
        texts = {key: limit for _, key, _, kind, limit, *_ in claims() if kind == "TEXT"}
        numbers = {key: (0, limit) for _, key, _, kind, limit, *_ in claims() if kind == "NUMBER"}
        hashes = {key: length for _, key, _, kind, length, *_ in claims() if kind == "HASH"}
        self.assertEqual(label.TEXT_LIMITS, texts)
        self.assertEqual(label.HASH_LENGTHS, hashes)
        self.assertEqual(label.UINT_LIMITS, {label.SERIAL: (1, 2**53 - 1), **numbers})

    def test_no_known_claim_is_extra(self):
        self.assertFalse({key for _, key, *_ in claims()} & set(label.EXTRA))

    def test_verdicts(self):
        rows = listed("verify/verdict/sello_verify.h", r'X\(SELLO_\w+, \d+, "([a-z-]+)", (\d+)\)')
        self.assertEqual(verdict.VERDICTS, [word for word, _ in rows])
        self.assertEqual(verdict.EXITS, {word: int(number) for word, number in rows})
        names = dict(listed("verify/verdict/sello_verify.h", r'X\((SELLO_\w+), \d+, "([a-z-]+)"'))
        gravest = listed("verify/verdict/verdict.c", r"by_gravity\[\] = \{([^}]*)\}")[0]
        order = re.findall(r"SELLO_\w+", gravest)[1:]  # the first is undecided
        self.assertEqual(verdict.WORST_FIRST, [names[name] for name in order])

    def test_statuses(self):
        wanted = dict(listed("wire/status_list.h", r"SELLO_LABEL_([A-Z]+) = (\d+)"))
        self.assertEqual(len(wanted), 4)
        for name, number in wanted.items():
            self.assertEqual(getattr(bundle, name), int(number))

    def test_reasons(self):
        self.assertIn(("VOID", str(bundle.REASON_VOID)),
                      listed("wire/bundle.h", r"X\(SELLO_REASON_(\w+), (\d+)"))

    def test_errors(self):
        """Each failure that the reference names is one of the headers'."""
        names = set(listed("wire/error.h", r"X\((SELLO_E_\w+),"))
        for source in (SOURCE / "tests/python/sello_ref").glob("*.py"):
            used = set(re.findall(r'"(SELLO_E_[A-Z_]*[A-Z])"', source.read_text()))
            self.assertLessEqual(used, names, source.name)


class Words(unittest.TestCase):
    """What is refused or done below the commands has its words there."""

    def sources(self, folder):
        return [path.read_text() for path in sorted((SOURCE / "registry").glob(folder + "/*.c"))]

    def test_rules(self):
        word = r'"([a-z]+(?:-[a-z]+)+)"'
        said = {rule for text in self.sources("commands")
                for rule in re.findall(rf"(?:\.rule = |cli_fault\(|\{{){word}", text)}
        given = {rule for text in self.sources("*")
                 for values in re.findall(r"\.rule = ([^,;}]*)", text)
                 for rule in re.findall(word, values)}
        self.assertGreater(len(given), 50)
        self.assertFalse(given - said)

    def test_events(self):
        history = (SOURCE / "registry/commands/history_words.c").read_text()
        kinds = {kind for text in self.sources("store")
                 for kind in re.findall(r'"([a-z]+\.[a-z-]+)",\s*(?:sello_part|"SELECT)', text)} | {
                     kind for text in self.sources("store")
                     for kind in re.findall(r'SELLO_TOLD_[A-Z]+\] = "([a-z.-]+)"', text)}
        self.assertGreater(len(kinds), 15)
        self.assertFalse({kind for kind in kinds if f'"{kind}"' not in history})

    def test_stock_titles(self):
        """Those with words in them are translated; no others, and none that is not there."""
        titles = set(listed("labels/stock/stock_table.c", r'\{"[\w-]+", "([^"]+)", "'))
        self.assertGreater(len(titles), 30)
        words = (SOURCE / "registry/commands/stock_words.c").read_text()
        translated = set(re.findall(r'N_\("([^"]+)"\)', words.split("titles[] = {")[1].split("};")[0]))
        self.assertEqual(translated, {title for title in titles if re.search(r"\b[a-z]{3,}", title)})


if __name__ == "__main__":
    unittest.main()
