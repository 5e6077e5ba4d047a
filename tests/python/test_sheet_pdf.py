# SPDX-License-Identifier: Apache-2.0
"""test_sheet_pdf.py MAKE_SHEET: the PDF of sheets of labels, as other programs see it."""
import os
import re
import subprocess
import sys
import tempfile
import unittest

MAKE_SHEET = ""


def run(*command, data=None, env=None):
    done = subprocess.run(command, input=data, capture_output=True, env=env, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stderr.decode()}")
    return done.stdout


def make(stock, n, marks=0, dpi=600, dots=10, env=None, design="simple"):
    return run(MAKE_SHEET, stock, str(dpi), str(dots), str(n), str(marks), design,
               env=dict(os.environ, **(env or {})))


class Sheet:
    """A PDF in a file, and what poppler and qpdf say of it."""

    def __init__(self, pdf):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            self.checked = run("qpdf", "--check", file.name).decode()
            self.open = run("qpdf", "--qdf", "--object-streams=disable", file.name, "-")
            self.info = run("pdfinfo", "-box", file.name).decode()
            self.fonts = run("pdffonts", file.name).decode().splitlines()[2:]
            self.words = run("pdftotext", "-bbox", file.name, "-").decode()

    def box(self, name):
        found = re.search(rf"^{name}:\s+(.*)$", self.info, re.M)
        return [float(number) for number in found.group(1).split()]


class SheetPdf(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.plain = make("avery-l7159", 24)
        cls.sheet = Sheet(cls.plain)
        cls.marked = Sheet(make("avery-5162", 20, marks=1))

    def test_it_is_well_formed(self):
        for sheet in (self.sheet, self.marked):
            self.assertIn("No syntax or stream encoding errors", sheet.checked)

    def test_fonts_are_embedded_subsets(self):
        for sheet in (self.sheet, self.marked):
            self.assertGreater(len(sheet.fonts), 0)
            for font in sheet.fonts:
                self.assertRegex(font, r"^[A-Z]{6}\+(Andika|GentiumPlus|DejaVuSans).* yes yes yes ")

    def test_symbols_are_masks_of_one_bit(self):
        for sheet, labels in ((self.sheet, 24), (self.marked, 20)):
            self.assertEqual(sheet.open.count(b"/Subtype /Image"), labels)
            self.assertEqual(sheet.open.count(b"/ImageMask true"), labels)
            self.assertNotIn(b"/Interpolate true", sheet.open)
            self.assertNotIn(b"/SMask", sheet.open)

    def test_nothing_is_a_colour(self):
        for sheet in (self.sheet, self.marked):
            self.assertNotRegex(sheet.open, rb"[0-9.] (rg|RG)\s")
            self.assertRegex(sheet.open, rb"\n0 g\s")
            self.assertNotIn(b"DeviceRGB", sheet.open)
        self.assertRegex(self.marked.open, rb"\n0 G\s")

    def test_it_has_no_date_and_no_versions(self):
        for sheet in (self.sheet, self.marked):
            for word in (b"/CreationDate", b"/ModDate", b"/Producer", b"cairo"):
                self.assertNotIn(word, sheet.open)

    def test_it_prints_at_its_size(self):
        self.assertIn(b"/PrintScaling /None", self.sheet.open)

    def test_boxes(self):
        whole = self.sheet.box("MediaBox")
        self.assertEqual(whole, [0, 0, 595.32, 841.92])  # A4 in dots of 600 dpi
        labels = [6.46, 13.06, 6.46 + 2 * 66.54 + 64, 13.06 + 8 * 33.86]
        wanted = [labels[0], 297 - labels[3], labels[2], 297 - labels[1]]
        for got, mm in zip(self.sheet.box("TrimBox"), wanted):
            self.assertAlmostEqual(got, mm / 25.4 * 72, delta=0.1)
        self.assertEqual(self.sheet.box("BleedBox"), self.sheet.box("TrimBox"))
        trim, bleed = self.marked.box("TrimBox"), self.marked.box("BleedBox")
        for got, edge, way in zip(bleed, trim, (-1, -1, 1, 1)):
            self.assertAlmostEqual(got, edge + way * 2 / 25.4 * 72, delta=0.02)

    def test_each_page_has_them(self):
        self.assertIn("Pages:           2", self.marked.info)
        for name in (b"/TrimBox", b"/BleedBox", b"/MediaBox"):
            self.assertEqual(self.marked.open.count(name), 2)
        self.assertEqual(self.marked.words.count(">Tanda<"), 2)

    def test_the_header_lies_above_the_labels(self):
        for word in re.findall(r'yMax="([0-9.]+)">(?:Tanda|B7,|series)<', self.sheet.words):
            self.assertLess(float(word), 13.06 / 25.4 * 72)

    def test_the_same_sheet_gives_the_same_bytes(self):
        other = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "HOME": "/nonexistent",
                 "SOURCE_DATE_EPOCH": "1"}
        self.assertEqual(make("avery-l7159", 24, env=other), self.plain)

    def test_a_sheet_of_24_labels_is_small(self):
        for design in ("simple", "marco", "etiqueta", "sello", "tierra"):
            size = len(make("avery-l7159", 24, design=design))
            print(f"a sheet of 24 labels in {design} is {size} bytes")
            self.assertLessEqual(size, 80 * 1000)

    def test_what_labels_share_is_drawn_once(self):
        sheet = Sheet(make("avery-l7159", 24, design="marco"))
        self.assertEqual(sheet.open.count(b"/Subtype /Form"), 1)
        self.assertNotIn(b"/Group", sheet.open)
        self.assertEqual(sheet.words.count(">Rebozo<"), 24)


if __name__ == "__main__":
    MAKE_SHEET = sys.argv.pop()
    unittest.main()
