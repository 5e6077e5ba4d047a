# SPDX-License-Identifier: Apache-2.0
"""What a PDF of ours shows: each letter's place, size, colour and text, each area, and each symbol's square. Colours are
(red, green, blue) from 0 to 1. Reads the operators that cairo writes; the file is opened by qpdf."""
import json
import math
import re
import subprocess
from collections import namedtuple

Letter = namedtuple("Letter", "text size corners colour")  # points, from the page's upper left corner
Fill = namedtuple("Fill", "left top right bottom colour")  # the box around an area
Symbol = namedtuple("Symbol", "left top right bottom modules colour")  # without its quiet zone
RISE, DROP = 0.70, 0.16  # of the size: capitals, and most of what hangs below

TOKEN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<<|>>|<[0-9A-Fa-f\s]*>|\[|\]|/[^\s/\[\]()<>]+|[^\s/\[\]()<>]+", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def times(a, b):
    """The matrix that applies a, then b."""
    return (a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
            a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
            a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5])


def at(m, x, y):
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def string(token):
    if token.startswith(b"<"):
        return bytes.fromhex(token[1:-1].decode())
    def unescape(found):
        code = found.group(1)
        return bytes([int(code, 8)]) if code[:1].isdigit() else ESCAPES.get(code, code)
    return re.sub(rb"\\([0-7]{1,3}|.)", unescape, token[1:-1], flags=re.S)


class Font:
    def __init__(self, file, ref):
        font = file.value(ref)
        self.wide = font["/Subtype"] == "/Type0"
        inner = file.value(file.value(font["/DescendantFonts"])[0]) if self.wide else font
        self.widths = self.wide_widths(file.value(inner.get("/W", []))) if self.wide else {
            font["/FirstChar"] + i: width for i, width in enumerate(file.value(font["/Widths"]))}
        self.texts = {}
        if "/ToUnicode" in font:
            for block in re.findall(rb"beginbfchar(.*?)endbfchar", file.stream(font["/ToUnicode"]), re.S):
                for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                    self.texts[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")

    @staticmethod
    def wide_widths(items):
        widths, i = {}, 0
        while i < len(items):
            if isinstance(items[i + 1], list):
                widths.update({items[i] + k: width for k, width in enumerate(items[i + 1])})
                i += 2
            else:
                widths.update({code: items[i + 2] for code in range(items[i], items[i + 1] + 1)})
                i += 3
        return widths

    def codes(self, data):
        if self.wide:
            return [data[i] << 8 | data[i + 1] for i in range(0, len(data), 2)]
        return list(data)

    def text(self, code):
        return self.texts.get(code) or (bytes([code]).decode("cp1252", "replace") if code < 256 else "?")


class File:
    def __init__(self, path):
        done = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized",
                               path, "-"], capture_output=True, check=True)
        self.objects = json.loads(done.stdout)["qpdf"][1]
        self.fonts = {}

    def object(self, ref):
        return self.objects[f"obj:{ref}"]

    def value(self, thing):
        if isinstance(thing, str) and re.fullmatch(r"\d+ 0 R", thing):
            found = self.object(thing)
            return found["value"] if "value" in found else found["stream"]["dict"]
        return thing

    def stream(self, ref):
        import base64
        return base64.b64decode(self.object(ref)["stream"]["data"])

    def pages(self):
        def walk(node):
            page = self.value(node)
            if page["/Type"] == "/Page":
                return [page]
            return [leaf for kid in self.value(page["/Kids"]) for leaf in walk(kid)]
        trailer = self.objects["trailer"]["value"]
        return walk(self.value(trailer["/Root"])["/Pages"])


class Page:
    """A page's letters, in the order in which they are drawn, and its symbols."""

    def __init__(self, file, page):
        self.file = file
        box = file.value(page["/MediaBox"])
        self.width, self.height = box[2], box[3]
        self.letters, self.symbols, self.fills = [], [], []
        contents = file.value(page["/Contents"])
        refs = contents if isinstance(contents, list) else [page["/Contents"]]
        data = b"\n".join(file.stream(ref) for ref in refs)
        self.run(data, file.value(page["/Resources"]), (1, 0, 0, -1, 0, self.height))

    def run(self, data, resources, matrix):
        stack, operands, corners = [], [], []
        colour = (0, 0, 0)
        font, size, line, text = None, 0, None, None
        actual = None  # the text of the letters up to EMC
        for token in TOKEN.findall(data):
            if token[:1] in b"([<" or token in (b"]", b">>"):
                operands.append(token)
                continue
            if token[:1] == b"/" or re.fullmatch(rb"[-+]?\d*\.?\d+|[-+]?\d+\.", token):
                operands.append(token)
                continue
            if token == b"q":
                stack.append((matrix, colour))
            elif token == b"Q":
                matrix, colour = stack.pop()
            elif token == b"g":
                colour = (float(operands[-1]),) * 3
            elif token == b"rg":
                colour = tuple(float(n) for n in operands[-3:])
            elif token == b"re":
                x, y, width, height = (float(n) for n in operands[-4:])
                corners += [at(matrix, x, y), at(matrix, x + width, y + height)]
            elif token in (b"m", b"l", b"c"):
                numbers = [float(n) for n in operands]
                corners += [at(matrix, x, y) for x, y in zip(numbers[::2], numbers[1::2])]
            elif token in (b"f", b"f*", b"S", b"n", b"W"):
                if token[:1] == b"f" and corners:
                    xs, ys = zip(*corners)
                    self.fills.append(Fill(min(xs), min(ys), max(xs), max(ys), colour))
                corners = corners if token == b"W" else []
            elif token == b"cm":
                matrix = times(tuple(float(n) for n in operands[-6:]), matrix)
            elif token == b"BT":
                line = text = (1, 0, 0, 1, 0, 0)
            elif token == b"Tf":
                font, size = self.font(resources, operands[-2].decode()), float(operands[-1])
            elif token == b"Tm":
                line = text = tuple(float(n) for n in operands[-6:])
            elif token == b"Td":
                line = text = times((1, 0, 0, 1, float(operands[-2]), float(operands[-1])), line)
            elif token in (b"Tj", b"TJ"):
                text = self.show(operands, font, size, text, matrix, actual, colour)
                actual = "" if actual is not None else None
            elif token == b"BDC":
                found = [t for t in operands if t[:1] == b"<" and len(t) > 2]
                actual = string(found[-1])[2:].decode("utf-16-be") if found else None
            elif token == b"EMC":
                actual = None
            elif token == b"Do":
                self.draw(resources, operands[-1].decode(), matrix, colour)
            operands = []

    def font(self, resources, name):
        ref = self.file.value(resources["/Font"])[name]
        if ref not in self.file.fonts:
            self.file.fonts[ref] = Font(self.file, ref)
        return self.file.fonts[ref]

    def draw(self, resources, name, matrix, colour):
        ref = self.file.value(resources["/XObject"])[name]
        thing = self.file.value(ref)
        if thing["/Subtype"] == "/Form":
            own = tuple(self.file.value(thing.get("/Matrix", [1, 0, 0, 1, 0, 0])))
            self.run(self.file.stream(ref), self.file.value(thing["/Resources"]), times(own, matrix))
        elif thing.get("/ImageMask"):
            (x0, y0), (x1, y1) = at(matrix, 0, 0), at(matrix, 1, 1)
            self.symbols.append(Symbol(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), thing["/Width"],
                                       colour))

    def show(self, operands, font, size, text, matrix, actual, colour):
        for token in operands:
            if token[:1] in (b"(", b"<"):
                for code in font.codes(string(token)):
                    width = font.widths.get(code, 0) / 1000 * size
                    whole = times(text, matrix)
                    said = font.text(code) if actual is None else actual
                    actual = "" if actual is not None else None
                    self.letters.append(Letter(said, size * math.hypot(whole[2], whole[3]), [
                        at(whole, x, y) for x, y in ((0, -DROP * size), (width, -DROP * size),
                                                     (width, RISE * size), (0, RISE * size))], colour))
                    text = times((1, 0, 0, 1, width, 0), text)
            elif token not in (b"[", b"]"):
                text = times((1, 0, 0, 1, -float(token) / 1000 * size, 0), text)
        return text
