# SPDX-License-Identifier: Apache-2.0
"""test_labels_pdf.py MAKE_LABELS: thirteen stocks in five designs with short words and long names, measured from
the PDF itself."""
import concurrent.futures
import copy
import math
import os
import subprocess
import sys
import tempfile
import unicodedata
import unittest
from collections import defaultdict, namedtuple

import labels_pdf

MAKE_LABELS = ""
STOCKS = ["avery-5160", "avery-5162", "avery-5163", "avery-5164", "avery-5371", "avery-3111",
          "onlinelabels-ol5175", "onlinelabels-ol6300", "avery-3112", "avery-5193", "avery-l7159",
          "avery-l7160", "roll-100x150"]
SMALL = {"avery-5160", "onlinelabels-ol5175", "onlinelabels-ol6300", "avery-3112", "avery-5193", "avery-l7159"}
ROUND = {"avery-3112", "avery-5193"}
SAFE = 0.9 / 25.4 * 72
SERIAL = "00004V-X"
HAIR = 0.12  # points: 0.04 mm

Label = namedtuple("Label", "where round page told module")


# Where a colour shows most, in accents that are just dark enough to be kept, and black.
COLOURED = ["avery-5163", "onlinelabels-ol6300", "avery-5193"]
ACCENTS = ["767676", "c0392b", "0076a8", "000000"]


def make(stock, accent=None):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "labels.pdf")
        done = subprocess.run([MAKE_LABELS, stock, path] + ([accent] if accent else []), capture_output=True,
                              check=True)
        file = labels_pdf.File(path)
        pages = [labels_pdf.Page(file, page) for page in file.pages()]
    labels, told = [], {}
    for line in done.stdout.decode().splitlines():
        if line.startswith("page "):
            _, design, words, module = line.split()
            told = {}
            where = f"{stock}, {design}, words {words}" + (f", accent {accent}" if accent else "")
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


def contrast(one, other):
    """As WCAG 2.1 has it."""
    def light(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def under(page, x, y):
    """What is painted at a place: the symbol's white plate, or the ground, which reaches beyond the label. A frame around
    the label is an area too, and is nothing that words stand on."""
    colour, symbol = (1, 1, 1), page.symbols[0]
    side = (symbol.right - symbol.left) / symbol.modules * (symbol.modules + 8)
    for fill in page.fills:
        ground = min(fill.left, fill.top, page.width - fill.right, page.height - fill.bottom) < 0 and (
            max(fill.left, fill.top, page.width - fill.right, page.height - fill.bottom) <= 0)
        plate = fill.colour == (1, 1, 1) and 0.9 * side < fill.right - fill.left < 1.25 * side
        if (ground or plate) and fill.left <= x <= fill.right and fill.top <= y <= fill.bottom:
            colour = fill.colour
    return colour


# ---- what has to hold, label by label: each of these yields what is wrong ----


def nothing_overlaps(label):
    cells = defaultdict(list)
    # What combines with a letter stands over it.
    shown = [(i, l) for i, l in enumerate(label.page.letters) if plain(l.text) and not unicodedata.combining(l.text[0])]
    side = max(math.dist(l.corners[0], l.corners[2]) for _, l in shown)  # so that neighbours are in neighbouring cells
    for i, letter in shown:
        x, y = letter.corners[0]
        cells[int(x // side), int(y // side)].append((i, letter))
    for i, letter in shown:
        x, y = letter.corners[0]
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for k, other in cells[int(x // side) + dx, int(y // side) + dy]:
                    if k > i + 2 and overlap(letter.corners, other.corners):
                        yield f"{letter.text!r} ({i}) lies over {other.text!r} ({k})"


def nothing_leaves_the_safe_area(label):
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


def nothing_enters_the_quiet_zone(label):
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


def letters_are_large_enough(label):
    text, owner = spell(label.page)
    at = text.find(SERIAL)
    serial = set(owner[at:at + len(SERIAL)]) if at >= 0 else set()
    if not serial:
        yield "there is no serial"
    for i, letter in enumerate(label.page.letters):
        least = 5.5 if i in serial else 6
        if letter.size < least - 0.01:
            yield f"{letter.text!r} has {letter.size:.2f} points"


def a_producer_is_as_proud_as_the_product(label):
    text, owner = spell(label.page)
    sizes = {}
    for field in ("product", "producer"):
        how, said = label.told.get(field, ("out", ""))
        at = text.find(plain(said)) if how == "whole" else -1
        if at >= 0:
            sizes[field] = label.page.letters[owner[at]].size
    if len(sizes) == 2 and sizes["producer"] < sizes["product"] * 2 / 3 - 0.01:
        yield f"{sizes}"


def nothing_is_cut_without_being_told(label):
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


def what_never_leaves_stays(label):
    """Short words are whole everywhere, and so are names as long as people have."""
    if not label.where.endswith("words 3"):
        for field in ("product", "producer", "certifier", "scan"):
            how, said = label.told[field]
            if how != "whole":
                yield f"{said} is {how}"


def every_colour_is_far_enough_from_what_it_stands_on(label):
    """Words at 4.5 to 1, the symbol with its quiet zone at 7 to 1."""
    page = label.page
    for letter in page.letters:
        x, y = (sum(corner[i] for corner in letter.corners) / 4 for i in (0, 1))
        found = contrast(letter.colour, under(page, x, y))
        if plain(letter.text) and found < 4.5:
            yield f"{letter.text!r} has a contrast of {found:.2f}"
    symbol = page.symbols[0]
    quiet = 4 * (symbol.right - symbol.left) / symbol.modules - 0.2
    for x in (symbol.left - quiet, (symbol.left + symbol.right) / 2, symbol.right + quiet):
        for y in (symbol.top - quiet, (symbol.top + symbol.bottom) / 2, symbol.bottom + quiet):
            found = contrast(symbol.colour, under(page, x, y))
            if found < 7:
                yield f"the symbol has a contrast of {found:.2f} at {x:.0f}, {y:.0f}"


class LabelsPdf(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            cls.labels = [label for labels in pool.map(make, STOCKS) for label in labels]
            pairs = [(stock, accent) for stock in COLOURED for accent in ACCENTS]
            cls.coloured = [label for labels in pool.map(lambda pair: make(*pair), pairs) for label in labels]

    def each(self, check, labels=None):
        faults = []
        for label in labels or self.labels:
            faults += [f"{label.where}: {fault}" for fault in check(label)]
        self.assertEqual(faults, [])

    def test_there_is_a_label_of_each(self):
        self.assertEqual(len(self.labels), 13 * 5 * 2 + len(SMALL) * 5)
        small = [label for label in self.labels if label.where.endswith("words 5")]
        self.assertEqual({label.where.split(",")[0] for label in small}, SMALL)
        for label in self.labels:
            self.assertEqual(len(label.page.symbols), 1, label.where)

    def test_nothing_overlaps(self):
        self.each(nothing_overlaps)

    def test_nothing_leaves_the_safe_area(self):
        self.each(nothing_leaves_the_safe_area)

    def test_nothing_enters_the_quiet_zone(self):
        self.each(nothing_enters_the_quiet_zone)

    def test_letters_are_large_enough(self):
        self.each(letters_are_large_enough)

    def test_a_producer_is_as_proud_as_the_product(self):
        self.each(a_producer_is_as_proud_as_the_product)

    def test_nothing_is_cut_without_being_told(self):
        self.each(nothing_is_cut_without_being_told)

    def test_what_never_leaves_stays(self):
        self.each(what_never_leaves_stays)

    def test_every_colour_is_far_enough_from_what_it_stands_on(self):
        self.each(every_colour_is_far_enough_from_what_it_stands_on, self.labels + self.coloured)

    def test_a_ground_of_the_accent_is_there(self):
        """Else the one above would prove nothing."""
        grounds = {label.page.fills[0].colour for label in self.coloured if ", tierra," in label.where}
        self.assertGreaterEqual(len(grounds), len(ACCENTS))


class Faults(unittest.TestCase):
    """Each check above finds a fault that is planted in a good label."""

    @classmethod
    def setUpClass(cls):
        cls.good = make("avery-5163")[0]

    def bent(self, change):
        page = copy.copy(self.good.page)
        page.letters, page.symbols, page.fills = list(page.letters), list(page.symbols), list(page.fills)
        change(page)
        return self.good._replace(page=page)

    def assert_found(self, check, change, told=None):
        label = self.bent(change)
        label = label._replace(told=told) if told else label
        self.assertEqual(list(check(self.good)), [])
        self.assertNotEqual(list(check(label)), [])

    @staticmethod
    def moved(letter, dx, dy):
        return letter._replace(corners=[(x + dx, y + dy) for x, y in letter.corners])

    def move_to(self, page, i, x, y):
        at_x, at_y = page.letters[i].corners[0]
        page.letters[i] = self.moved(page.letters[i], x - at_x, y - at_y)

    def test_letters_that_lie_over_others(self):
        shown = [i for i, letter in enumerate(self.good.page.letters) if plain(letter.text)]
        for k in shown[8::9]:  # over each of them the first letter, by half
            x, y = self.good.page.letters[k].corners[0]
            wide = self.good.page.letters[shown[0]].size / 4
            self.assert_found(nothing_overlaps, lambda page: self.move_to(page, shown[0], x + wide / 2, y - wide / 2))

    def test_a_line_that_is_half_a_point_too_low(self):
        """Two lines of the product: the upper one moved down until its feet touch the tops of the lower one."""
        first = min(self.good.page.letters, key=lambda l: l.corners[0][1])
        below = [l for l in self.good.page.letters if l.corners[0][1] > first.corners[0][1] + 0.5 * l.size]
        top = min(l.corners[2][1] for l in below)
        gap = top - first.corners[0][1]
        def lower(page):
            page.letters = [self.moved(l, 0, gap + 0.5) if abs(l.corners[0][1] - first.corners[0][1]) < 0.1 else l
                            for l in page.letters]
        self.assert_found(nothing_overlaps, lower)

    def test_letters_elsewhere(self):
        width = self.good.page.width
        self.assert_found(nothing_leaves_the_safe_area, lambda page: self.move_to(page, 3, width - 4, 20))
        symbol = self.good.page.symbols[0]
        quiet = 3 * (symbol.right - symbol.left) / symbol.modules
        self.assert_found(nothing_enters_the_quiet_zone,
                          lambda page: self.move_to(page, 3, symbol.right + quiet, symbol.top + 9))

    def test_small_letters(self):
        def shrink(page):
            page.letters[3] = page.letters[3]._replace(size=5.9)
        self.assert_found(letters_are_large_enough, shrink)

    def test_words_that_are_not_there(self):
        def lose(page):
            page.letters = page.letters[4:]
        self.assert_found(nothing_is_cut_without_being_told, lose)
        told = dict(self.good.told, producer=("cut", "Taller"))
        self.assert_found(what_never_leaves_stays, lambda page: None, told)

    def test_colours(self):
        def pale(page):
            page.letters[3] = page.letters[3]._replace(colour=(0.5, 0.5, 0.5))
        self.assert_found(every_colour_is_far_enough_from_what_it_stands_on, pale)
        def grey_symbol(page):
            page.symbols[0] = page.symbols[0]._replace(colour=(0.4, 0.4, 0.4))
        self.assert_found(every_colour_is_far_enough_from_what_it_stands_on, grey_symbol)
        def ground(page):
            page.fills = [labels_pdf.Fill(-9, -9, page.width + 9, page.height + 9, (0.1, 0.1, 0.5))]
        self.assert_found(every_colour_is_far_enough_from_what_it_stands_on, ground)


if __name__ == "__main__":
    MAKE_LABELS = sys.argv.pop()
    unittest.main()
