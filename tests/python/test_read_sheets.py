# SPDX-License-Identifier: Apache-2.0
"""test_read_sheets.py MAKE_LABELS READ_BOTH [STOCK[@DPI]...]: zbar and zxing-cpp read every label of a full sheet in each
of five designs, made for 600 dpi and printed at 300; with a DPI, made for that and printed so. Without stocks four are
tried: a wide one, a round one, the smallest square and, by a label printer's two usual heads, a roll."""
import os
import subprocess
import sys
import tempfile

import labels_pdf

DPI = 300
FEW = ["avery-l7159", "avery-5193", "onlinelabels-ol6300", "roll-100x150", "roll-100x150@203"]


def page_texts(lines):
    """[(design, [text...])...] of what make_labels says."""
    pages = []
    for line in lines:
        if line.startswith("page "):
            pages.append((line[5:], []))
        else:
            pages[-1][1].append(line)
    return pages


def crop(picture, dpi, wanted):
    """Of each (symbol, path): the symbol with two thirds of its quiet zone, as PNG."""
    words = ["convert", picture]
    for symbol, path in wanted:
        beyond = 2.7 * (symbol.right - symbol.left) / symbol.modules
        left, top = (round((n - beyond) * dpi / 72) for n in (symbol.left, symbol.top))
        right, bottom = (round((n + beyond) * dpi / 72) for n in (symbol.right, symbol.bottom))
        words += ["(", "+clone", "-crop", f"{right - left}x{bottom - top}+{left}+{top}", "+repage", "-write", path,
                  "+delete", ")"]
    subprocess.run([*words, "null:"], check=True)


def unread(make_labels, read_both, stock, dpi, folder):
    """How many labels there are, and what is wrong with any."""
    pdf = os.path.join(folder, "sheets.pdf")
    made_for = [str(dpi)] if dpi else []
    dpi = dpi or DPI
    said = subprocess.run([make_labels, stock, pdf, "sheets", *made_for], capture_output=True, check=True).stdout.decode()
    file = labels_pdf.File(pdf)
    asked, faults = [], []
    for number, ((design, texts), leaf) in enumerate(zip(page_texts(said.splitlines()), file.pages()), 1):
        page = labels_pdf.Page(file, leaf)
        if len(page.symbols) != len(texts):
            faults.append(f"{stock}, {design}: {len(page.symbols)} symbols for {len(texts)} labels")
        picture = os.path.join(folder, "page")
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-f", str(number), "-l", str(number), "-singlefile",
                        pdf, picture], check=True)
        paths = [os.path.join(folder, f"{number}-{i}.png") for i in range(len(texts))]
        crop(picture + ".pgm", dpi, list(zip(page.symbols, paths)))
        asked += [(f"{stock}, {design}, label {i + 1}", path, text)
                  for i, (path, text) in enumerate(zip(paths, texts))]
    lines = "".join(f"{path} {text}\n" for _, path, text in asked)
    answers = subprocess.run([read_both], input=lines.encode(), capture_output=True, check=True).stdout.decode().split()
    assert len(answers) == len(asked)
    faults += [where for (where, _, _), answer in zip(asked, answers) if answer != "yes"]
    # A reader that says yes to everything would prove nothing: a text with one digit more is no.
    wrong = f"{asked[0][1]} {asked[0][2]}0\n".encode()
    assert subprocess.run([read_both], input=wrong, capture_output=True, check=True).stdout == b"no\n"
    return len(asked), faults


def main():
    make_labels, read_both, *stocks = sys.argv[1:]
    faults = []
    for asked in stocks or FEW:
        stock, _, dpi = asked.partition("@")
        with tempfile.TemporaryDirectory() as folder:
            n, more = unread(make_labels, read_both, stock, int(dpi or 0), folder)
        faults += more
        print(f"{stock}: {n - len(more)} of {n} labels in five designs are read by zbar and by zxing-cpp at "
              f"{dpi or DPI} dpi")
    for fault in faults:
        print(f"not read: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
