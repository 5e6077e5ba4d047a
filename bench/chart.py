#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""chart.py RESULT.json OUT.svg: what script/bench measured, as a picture. The same result gives the
same bytes."""
import json
import sys
from html import escape

MIB = 1024 * 1024
WIDTH, MARGIN, ROW = 960, 24, 30
JOB, LABELS, RATE, BAR, PEAK, GROWTH = 24, 310, 410, 440, 830, 936  # RATE, LABELS, ... end there
SCALE = 200  # pixels of a ratio of 1
BAR_MOST = 1.5
INK, FAINT, LINE, GOOD, SHORT = "#222", "#666", "#ddd", "#2f6f4f", "#b3541e"


class Picture:
    def __init__(self):
        self.parts, self.y = [], 0

    def text(self, x, words, size=13, fill=INK, anchor="start", weight="normal"):
        self.parts.append('<text x="%g" y="%g" font-size="%g" fill="%s" text-anchor="%s" '
                          'font-weight="%s">%s</text>'
                          % (x, self.y, size, fill, anchor, weight, escape(words)))

    def end(self, x, words, **more):
        self.text(x, words, anchor="end", **more)

    def box(self, x, top, width, height, fill):
        self.parts.append('<rect x="%g" y="%g" width="%.1f" height="%g" fill="%s"/>'
                          % (x, self.y + top, width, height, fill))

    def rule(self):
        self.box(MARGIN, 9, WIDTH - 2 * MARGIN, 1, LINE)

    def heading(self, words, titles):
        """titles: (x, anchor, words) of the columns."""
        self.y += 46
        self.text(JOB, words, size=14, weight="bold")
        for x, anchor, title in titles:
            self.text(x, title, size=11, fill=FAINT, anchor=anchor)
        self.rule()

    def bytes(self):
        height = self.y + 34
        return ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" '
                'font-family="sans-serif">\n<rect width="100%%" height="100%%" fill="#fff"/>\n%s\n'
                '</svg>\n' % (WIDTH, height, WIDTH, height, "\n".join(self.parts)))


def number(value):
    return format(round(value), ",") if value >= 100 or isinstance(value, int) else "%.1f" % value


def put_ratio(picture, row):
    good = row["ratio"] >= row["need"]
    length = min(row["ratio"], BAR_MOST) * SCALE
    picture.box(BAR, -12, length, 16, GOOD if good else SHORT)
    if row["ratio"] > BAR_MOST:
        picture.box(BAR + length - 12, -15, 4, 22, "#fff")  # it goes on
    picture.box(BAR + row["need"] * SCALE - 1, -15, 2, 22, INK)
    picture.text(BAR + length + 6, "%.2f" % row["ratio"])


def put_job(picture, row):
    picture.y += ROW
    picture.text(JOB, row["job"])
    picture.end(LABELS, number(row["count"]))
    picture.end(RATE, number(row["rate"]))
    if "ratio" in row:
        put_ratio(picture, row)
    if row.get("peak"):
        picture.end(PEAK, number(row["peak"] / MIB))
    if row.get("growth"):
        picture.end(GROWTH, "%.2f" % row["growth"])
    picture.rule()


def put_other(picture, row):
    picture.y += ROW
    picture.text(JOB, row["job"])
    picture.end(LABELS, number(row["count"]))
    picture.end(RATE, number(row["rate"]))
    picture.text(BAR, "Sello is %s times as fast (%s)" % (number(row["times"]), row["instead_of"]))
    picture.rule()


def put_query(picture, row):
    picture.y += ROW
    picture.text(JOB, row["query"])
    picture.end(RATE, number(row["wall_ms"]))
    picture.end(BAR + 120, number(row["cpu_ms"]))
    picture.end(PEAK, number(row["peak"] / MIB))
    picture.rule()


def draw(result):
    picture = Picture()
    picture.y = 34
    picture.text(JOB, "Sello beside the library calls it cannot avoid", size=18, weight="bold")
    picture.y += 22
    picture.text(JOB, "%d cores, %s. Medians of %d runs, each beside its limit. A ratio of 1.00 is "
                 "the bare calls on all cores; the upright mark is the goal."
                 % (result["cores"], result["machine"], result["runs"]), size=12, fill=FAINT)
    picture.heading("Bulk work", ((LABELS, "end", "labels"), (RATE, "end", "a second"),
                                  (BAR, "start", "ratio to the limit"),
                                  (PEAK, "end", "peak MiB"), (GROWTH, "end", "growth")))
    for row in result["rows"]:
        if "instead_of" not in row:
            put_job(picture, row)
    picture.heading("What one would use instead", ((LABELS, "end", "labels"),
                                                   (RATE, "end", "a second")))
    for row in result["rows"]:
        if row.get("times"):
            put_other(picture, row)
    queries = result["queries"]
    picture.heading("With %s labels" % number(queries["labels"]),
                    ((RATE, "end", "ms"), (BAR + 120, "end", "ms of CPU"),
                     (PEAK, "end", "peak MiB")))
    for row in queries["rows"]:
        put_query(picture, row)
    return picture.bytes()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        result = json.load(file)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(draw(result))


main()
