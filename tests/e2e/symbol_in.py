#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""symbol_in.py ALONE.pgm DOTS FILE:DOTS...: is the symbol of the first picture in each other file?

ALONE.pgm is a symbol with its quiet zone, of DOTS pixels a module. A FILE is a grey picture (PGM) or
ZPL, in which every module must be DOTS by DOTS pixels of one colour. Prints how often the symbol
stands in each file. Shares no code with Sello.
"""
import re
import sys


def read_pgm(path):
    """Rows of "0" and "1", a character a pixel; 1 is dark."""
    data = open(path, "rb").read()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    width, height = int(head[1]), int(head[2])
    dark = bytes(b"1"[0] if grey < 128 else b"0"[0] for grey in range(256))
    pixels = data[head.end():].translate(dark).decode()
    return [pixels[y * width:(y + 1) * width] for y in range(height)]


def read_zpl(path):
    """The dots of the only ^GFA field, as Zebra's programming guide tells its compression."""
    (total, stride, data), = re.findall(r"\^GFA,\d+,(\d+),(\d+),([^^]*)\^FS", open(path).read())
    digits = 2 * int(stride)
    rows, row, times = [], "", 0
    for c in re.sub(r"\s", "", data):
        if "G" <= c <= "Y":
            times += ord(c) - ord("F")
        elif "g" <= c <= "z":
            times += 20 * (ord(c) - ord("f"))
        elif c == ":":
            assert row == "" and rows
            rows.append(rows[-1])
        else:
            row += c * max(times, 1) if c in "0123456789ABCDEF" else {",": "0", "!": "F"}[c] * (
                digits - len(row))
            times = 0
            if len(row) == digits:
                rows.append(row)
                row = ""
            assert len(row) < digits
    assert len(rows) * int(stride) == int(total) and row == ""
    return ["".join(f"{int(c, 16):04b}" for c in row) for row in rows]


def modules_of(rows, dots):
    """The quiet zone aside."""
    assert len(rows) % dots == 0 and all(len(row) == len(rows) for row in rows)
    modules = [row[::dots] for row in rows[::dots]]
    assert scale(modules, dots) == rows, "a module is not of one colour"
    return [row[4:-4] for row in modules[4:-4]]


def scale(modules, dots):
    rows = ["".join(c * dots for c in row) for row in modules]
    return [row for row in rows for _ in range(dots)]


def count(rows, symbol):
    """How often the rows of the symbol stand beneath each other."""
    n = 0
    for y in range(len(rows) - len(symbol) + 1):
        x = rows[y].find(symbol[0])
        while x >= 0:
            n += all(rows[y + i].startswith(row, x) for i, row in enumerate(symbol))
            x = rows[y].find(symbol[0], x + 1)
    return n


def main(alone, dots, *files):
    modules = modules_of(read_pgm(alone), int(dots))
    for file in files:
        path, _, dots = file.rpartition(":")
        rows = read_zpl(path) if path.endswith(".zpl") else read_pgm(path)
        print(count(rows, scale(modules, int(dots))), path)


main(*sys.argv[1:])
