#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""chart.py RESULT.json OUT.svg: the ratios of script/bench as bars. The same result gives the same
bytes."""
import json
import sys
from html import escape

WIDTH, LEFT, RIGHT, BAR, GAP, TOP = 760, 250, 70, 20, 14, 64
INK, FAINT, GOOD, SHORT = "#222", "#888", "#2f6f4f", "#b3541e"


def text(x, y, words, size=13, fill=INK, anchor="start"):
    return ('<text x="%g" y="%g" font-size="%g" fill="%s" text-anchor="%s">%s</text>'
            % (x, y, size, fill, anchor, escape(words)))


def bars(rows, scale):
    parts, y = [], TOP
    for row in rows:
        reached = row["ratio"] >= row["need"]
        length = min(row["ratio"], 1.5) * scale
        parts.append(text(LEFT - 10, y + 15, row["job"], anchor="end"))
        parts.append('<rect x="%g" y="%g" width="%.1f" height="%g" fill="%s"/>'
                     % (LEFT, y, length, BAR, GOOD if reached else SHORT))
        parts.append('<path d="M%.1f %gv%g" stroke="%s" stroke-width="2"/>'
                     % (LEFT + row["need"] * scale, y - 3, BAR + 6, INK))
        parts.append(text(LEFT + length + 8, y + 15, "%.2f" % row["ratio"]))
        y += BAR + GAP
    return parts, y


def others(rows, y):
    parts = [text(20, y + 24, "As fast as how many of what one would use instead", 14)]
    y += 40
    for row in rows:
        parts.append(text(LEFT - 10, y + 15, row["job"], anchor="end"))
        parts.append(text(LEFT, y + 15, "%.0f times (%s)" % (row["times"], row["instead_of"])))
        y += BAR + 6
    return parts, y


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        result = json.load(file)
    rows = [row for row in result["rows"] if "ratio" in row]
    scale = (WIDTH - LEFT - RIGHT) / 1.5
    body, y = bars(rows, scale)
    more, y = others([row for row in result["rows"] if row.get("times")], y)
    head = [
        text(20, 26, "Sello beside the library calls it cannot avoid", 16),
        text(20, 46, "%d cores; 1.00 is the bare calls on all of them; the mark is the goal"
             % result["cores"], 12, FAINT),
    ]
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
                   'viewBox="0 0 %d %d" font-family="sans-serif">\n'
                   '<rect width="100%%" height="100%%" fill="#fff"/>\n%s\n</svg>\n'
                   % (WIDTH, y + 20, WIDTH, y + 20, "\n".join(head + body + more)))


main()
