#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Write tests/vectors/*.json, or with --check say which of them are not what would be written.

    make_vectors.py [--check] [FOLDER]
"""

import collections
import hashlib
import json
import pathlib
import sys

from vector_rows import labels, labels_bad, simple, statements, trust, verdicts

HERE = pathlib.Path(__file__).resolve().parent
FILES = {
    "digits.json": simple.digits,
    "serials.json": simple.serials,
    "kids.json": simple.kids,
    "labels.json": labels.build,
    "labels_bad.json": labels_bad.build,
    "trust.json": trust.build,
    "verdicts.json": verdicts.build,
    "statements.json": statements.build,
}


def rendered(content):
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def index_row(text):
    """Of a file: its hash, how many rows each of its lists has, and how many of them want which verdict."""
    lists = {key: rows for key, rows in json.loads(text).items() if isinstance(rows, list)}
    rows = [row for rows in lists.values() for row in rows if isinstance(row, dict)]
    return {
        "sha256": hashlib.sha256(text.encode("ascii")).hexdigest(),
        "rows": {key: len(rows) for key, rows in lists.items()},
        "verdicts": collections.Counter(row["verdict"] for row in rows if "verdict" in row),
    }


def all_files():
    """What is written, by the files' names."""
    texts = {name: rendered(build()) for name, build in FILES.items()}
    index = {"format": 1, "files": {name: index_row(text) for name, text in texts.items()}}
    return texts | {"index.json": rendered(index)}


def outdated(folder):
    """Names of the files that differ from what would be written."""
    return [
        name
        for name, text in all_files().items()
        if not (folder / name).exists() or (folder / name).read_text("ascii") != text
    ]


def main(arguments):
    check = arguments[:1] == ["--check"]
    rest = arguments[1:] if check else arguments
    folder = pathlib.Path(rest[0]) if rest else HERE.parent / "vectors"
    if check:
        stale = outdated(folder)
        for name in stale:
            print(f"{folder / name} is out of date: run make_vectors.py, then look what changed.")
        return 1 if stale else 0
    for name, text in all_files().items():
        (folder / name).write_text(text, "ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
