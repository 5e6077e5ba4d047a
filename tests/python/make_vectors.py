#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Write tests/vectors/*.json, or with --check say which of them are not what would be written.

    make_vectors.py [--check] [FOLDER]
"""

import json
import pathlib
import sys

from vector_rows import labels, labels_bad, simple, trust, verdicts

HERE = pathlib.Path(__file__).resolve().parent
FILES = {
    "digits.json": simple.digits,
    "serials.json": simple.serials,
    "kids.json": simple.kids,
    "labels.json": labels.build,
    "labels_bad.json": labels_bad.build,
    "trust.json": trust.build,
    "verdicts.json": verdicts.build,
}


def rendered(build):
    return json.dumps(build(), indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def outdated(folder):
    """Names of the files that differ from what would be written."""
    return [
        name
        for name, build in FILES.items()
        if not (folder / name).exists() or (folder / name).read_text("ascii") != rendered(build)
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
    for name, build in FILES.items():
        (folder / name).write_text(rendered(build), "ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
