# SPDX-License-Identifier: Apache-2.0
"""test_labels_pdf.py MAKE_LABELS: thirteen stocks in five designs with short and long words, measured from
the PDF itself."""
import concurrent.futures
import math
import os
import subprocess
import sys
import tempfile
import unittest
from collections import defaultdict, namedtuple

import labels_pdf

MAKE_LABELS = ""
STOCKS = ["avery-5160", "avery-5162", "avery-5163", "avery-5164", "avery-5371", "avery-3111",
          "onlinelabels-ol5175", "onlinelabels-ol6300", "avery-3112", "avery-5193", "avery-l7159",
          "avery-l7160", "roll-100x150"]
ROUND = {"avery-3112", "avery-5193"}
SAFE = 0.9 / 25.4 * 72
SERIAL = "00004V-X"
HAIR = 0.12  # points: 0.04 mm

Label = namedtuple("Label", "where round page told module")


def make(stock):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "labels.pdf")
        done = subprocess.run([MAKE_LABELS, stock, path], capture_output=True, check=True)
        file = labels_pdf.File(path)
        pages = [labels_pdf.Page(file, page) for page in file.pages()]
    labels, told = [], {}
    for line in done.stdout.decode().splitlines():
        if line.startswith("page "):
            _, design, words, module = line.split()
            told = {}
            where = f"{stock}, {design}, words {words}"
            labels.append(Label(where, stock in ROUND, pages[len(labels)], told, float(module)))
        else:
            field, how, text = line.split(" ", 2)
            told[field] = (how, text)
    assert len(labels) == len(pages)
    return labels


def plain(text):
    """Without spaces, and without what stands between two facts."""
    return "".join(c for c in text if not c.isspace() and c != "\u00b7")


def spell(page):
    """The page's text, and the letter that each of its characters belongs to."""
    text, owner = "", []
    for i, letter in enumerate(page.letters):
        said = plain(letter.text)
        text += said
        owner += [i] * len(said)
    return text, owner


def axes(corners):
    (x0, y0), (x1, y1), (x2, y2) = corners[0], corners[1], corners[2]
    return ((x1 - x0, y1 - y0), (x2 - x1, y2 - y1))


def overlap(a, b):
    """Do two rectangles share more than a hair?"""
    for ax, ay in axes(a) + axes(b):
        length = math.hypot(ax, ay)
        if length < 1e-6:
            continue
        one = [(x * ax + y * ay) / length for x, y in a]
        other = [(x * ax + y * ay) / length for x, y in b]
        if min(one) >= max(other) - HAIR or min(other) >= max(one) - HAIR:
            return False
    return True


class LabelsPdf(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            cls.labels = [label for labels in pool.map(make, STOCKS) for label in labels]

    def each(self, check):
        faults = []
        for label in self.labels:
            faults += [f"{label.where}: {fault}" for fault in check(label)]
        self.assertEqual(faults, [])

    def test_there_is_a_label_of_each(self):
        self.assertEqual(len(self.labels), 13 * 5 * 2)
        for label in self.labels:
            self.assertEqual(len(label.page.symbols), 1, label.where)

    def test_nothing_overlaps(self):
        def check(label):
            cells = defaultdict(list)
            shown = [(i, l) for i, l in enumerate(label.page.letters) if plain(l.text)]
            for i, letter in shown:
                x, y = letter.corners[0]
                cells[int(x // 14), int(y // 14)].append((i, letter))
            for i, letter in shown:
                x, y = letter.corners[0]
                for dx in (-1, 0, 1):
                    for dy in (-1, 0, 1):
                        for k, other in cells[int(x // 14) + dx, int(y // 14) + dy]:
                            if k > i + 2 and overlap(letter.corners, other.corners):
                                yield f"{letter.text!r} ({i}) lies over {other.text!r} ({k})"
        self.each(check)

    def test_nothing_leaves_the_safe_area(self):
        def check(label):
            page = label.page
            for letter in page.letters:
                for x, y in letter.corners if plain(letter.text) else ():
                    if label.round:
                        radius = page.width / 2
                        good = math.hypot(x - radius, y - radius) <= radius - SAFE + HAIR
                    else:
                        good = (min(x, y) >= SAFE - HAIR and x <= page.width - SAFE + HAIR and
                                y <= page.height - SAFE + HAIR)
                    if not good:
                        yield f"{letter.text!r} is at {x:.2f}, {y:.2f}"
        self.each(check)

    def test_nothing_enters_the_quiet_zone(self):
        def check(label):
            symbol = label.page.symbols[0]
            quiet = 4 * (symbol.right - symbol.left) / symbol.modules
            left, top, right, bottom = (symbol.left - quiet, symbol.top - quiet, symbol.right + quiet,
                                        symbol.bottom + quiet)
            square = [(left, top), (right, top), (right, bottom), (left, bottom)]
            if min(left, top) < -HAIR or max(right, bottom - label.page.height + label.page.width) > (
                    label.page.width + HAIR):
                yield "the quiet zone leaves the label"
            for letter in label.page.letters:
                if plain(letter.text) and overlap(letter.corners, square):
                    yield f"{letter.text!r} is in the quiet zone"
        self.each(check)

    def test_letters_are_large_enough(self):
        def check(label):
            text, owner = spell(label.page)
            at = text.find(SERIAL)
            serial = set(owner[at:at + len(SERIAL)]) if at >= 0 else set()
            if not serial:
                yield "there is no serial"
            for i, letter in enumerate(label.page.letters):
                least = 5.5 if i in serial else 6
                if letter.size < least - 0.01:
                    yield f"{letter.text!r} has {letter.size:.2f} points"
        self.each(check)

    def test_a_producer_is_as_proud_as_the_product(self):
        def check(label):
            text, owner = spell(label.page)
            sizes = {}
            for field in ("product", "producer"):
                how, said = label.told.get(field, ("out", ""))
                at = text.find(plain(said)) if how == "whole" else -1
                if at >= 0:
                    sizes[field] = label.page.letters[owner[at]].size
            if len(sizes) == 2 and sizes["producer"] < sizes["product"] * 2 / 3 - 0.01:
                yield f"{sizes}"
        self.each(check)

    def test_nothing_is_cut_without_being_told(self):
        def check(label):
            text, _ = spell(label.page)
            for field, (how, said) in label.told.items():
                there = plain(said) in text
                if how == "whole" and not there:
                    yield f"{field} is told whole, and is not: {said}"
                if how == "out" and there and len(said) > 4:
                    yield f"{field} is told left out, and is there"
                if how == "cut" and "\u2026" not in text:
                    yield f"{field} is told cut, and there is no ellipsis"
            if "\u2026" in text and all(how != "cut" for how, _ in label.told.values()):
                yield "something is cut, and it is not told"
        self.each(check)

    def test_what_never_leaves_stays(self):
        """Short words are whole everywhere."""
        def check(label):
            if label.where.endswith("words 0"):
                for field in ("product", "producer", "certifier", "scan"):
                    how, said = label.told[field]
                    if how != "whole":
                        yield f"{said} is {how}"
        self.each(check)


if __name__ == "__main__":
    MAKE_LABELS = sys.argv.pop()
    unittest.main()
