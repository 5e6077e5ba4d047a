# SPDX-License-Identifier: Apache-2.0
"""Reads made photographs (tests/data/photos) with sello-verify and with others, and tells how many.

    compare_photos.py FOLDER --verify SELLO-VERIFY [--others] [--floors FILE] [--keep CSV] [--node NODE]

The table is in Markdown: kinds down, readers across. Wrong texts are counted apart: there must be
none. With floors, a kind of which fewer were read than its line says ends in failure.
"""
import argparse
import collections
import concurrent.futures
import csv
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def lines_of(command, limit=120):
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return []
    return done.stdout.decode("utf-8", "replace").splitlines()


def by_sello(path, asked):
    return lines_of([asked.verify, "--text", str(path)])


def by_zbar(path, asked):
    return lines_of(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", str(path)])


def by_zxing(path, asked):
    pgm = path.with_suffix(".pgm")
    lines = lines_of(["ZXingReader", "-format", "QRCode", str(pgm if pgm.exists() else path)])
    return [line.split('"', 1)[1].rsplit('"', 1)[0] for line in lines if line.startswith("Text: ") and '"' in line]


def grey_copies(paths):
    """What the others read who decode no JPEG of their own: made once, beside the photographs."""
    import cv2

    for path in paths:
        grey = path.with_suffix(".pgm")
        if not grey.exists():
            cv2.imwrite(str(grey), cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))


def by_wasm(paths, node):
    script = ROOT / "tests/web/read_photos.mjs"
    names = "".join(f"{path.with_suffix('.pgm')}\n" for path in paths)
    done = subprocess.run([node, str(script)], input=names.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_all(rows, asked):
    """For each reader and file, the texts."""
    paths = [asked.folder / row["file"] for row in rows]
    readers = {"sello-verify": by_sello}
    if asked.others:
        grey_copies(paths)
        readers |= {"zbarimg": by_zbar, "ZXingReader": by_zxing}
    texts = {}
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        for name, read in readers.items():
            texts[name] = list(pool.map(lambda path, read=read: read(path, asked), paths))
    if asked.others:
        texts["zxing-wasm"] = by_wasm(paths, asked.node)
    return texts


def count(rows, texts):
    right = collections.defaultdict(collections.Counter)
    wrong = collections.Counter()
    total = collections.Counter(row["kind"] for row in rows)
    for i, row in enumerate(rows):
        for name, of_file in texts.items():
            right[name][row["kind"]] += row["text"] in of_file[i]
            wrong[name] += any(text != row["text"] for text in of_file[i])
        if len(texts) > 1:
            any_other = any(row["text"] in texts[name][i] for name in texts if name != "sello-verify")
            right["these three"][row["kind"]] += any_other
    return right, wrong, total


def table(right, wrong, total):
    names = list(right)
    yield "| kind | made | " + " | ".join(names) + " |"
    yield "|---" * (len(names) + 2) + "|"
    for kind in total:
        yield f"| {kind} | {total[kind]} | " + " | ".join(str(right[name][kind]) for name in names) + " |"
    yield f"| all | {sum(total.values())} | " + " | ".join(str(sum(right[name].values())) for name in names) + " |"
    yield "| wrong texts | | " + " | ".join(str(wrong[name]) if name in wrong else "" for name in names) + " |"


def below_floor(right, total, path):
    with open(path, newline="") as file:
        floors = {row["kind"]: int(row["read"]) for row in csv.DictReader(file)}
    for kind in total:
        if right["sello-verify"][kind] < floors[kind]:
            yield f"{kind}: {right['sello-verify'][kind]} read, and {floors[kind]} were before"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--verify", required=True)
    options.add_argument("--others", action="store_true")
    options.add_argument("--floors")
    options.add_argument("--keep")
    options.add_argument("--node", default="node")
    options.add_argument("--jobs", type=int, default=2)
    asked = options.parse_args()
    with open(asked.folder / "truth.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = read_all(rows, asked)
    right, wrong, total = count(rows, texts)
    print("\n".join(table(right, wrong, total)))
    if asked.keep:
        with open(asked.keep, "w", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["file", *texts, "how"])
            for i, row in enumerate(rows):
                out.writerow([row["file"], *[int(row["text"] in texts[name][i]) for name in texts], row["how"]])
    complaints = list(below_floor(right, total, asked.floors)) if asked.floors else []
    if wrong["sello-verify"] > 0:
        complaints.append(f"sello-verify gave {wrong['sello-verify']} wrong texts")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
