#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Read a trust file's statuses with code that shares nothing with Sello's own.

    read_statuses.py FILE            what is not valid: serial, status, reason, date, text
    read_statuses.py --sizes FILE    the bytes of its parts, as JSON
    read_statuses.py --batches FILE  the batches: first serial, count, key

One line for each serial: columns are separated by tabs. A status that has no row (a bundle of
statuses alone) has no further columns. """

import argparse
import datetime
import json
import pathlib

from sello_ref import trust

STATUS = {1: "withdrawn", 2: "suspended", 3: "retired"}
EPOCH = datetime.date(1970, 1, 1)


def line_of(bundle, serial):
    columns = [str(serial), STATUS[bundle.status(serial)]]
    row = bundle.row_of(serial)
    if row is not None:
        date = EPOCH + datetime.timedelta(days=row.date)
        columns += [str(row.reason), date.isoformat(), row.text]
    return "\t".join(columns)


def print_statuses(bundle):
    for serial in range(bundle.highest + 1):
        if bundle.status(serial) != 0:
            print(line_of(bundle, serial))


def print_batches(bundle):
    for batch in bundle.batches:
        print(batch.first, batch.count, batch.key_index, sep="\t")


def print_sizes(data, opened):
    bundle = opened.bundle
    sizes = {
        "file": len(data),
        "roots": len(data) - len(bundle.data),
        "bundle": len(bundle.data),
        "statuses": len(bundle.rows),
        "batches": len(bundle.batches),
        "highest": bundle.highest,
        "complete": bundle.complete,
        "status_only": bundle.status_only,
    }
    print(json.dumps(sizes))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", action="store_true", help="the bytes of its parts")
    parser.add_argument("--batches", action="store_true", help="its batches")
    parser.add_argument("file", type=pathlib.Path)
    arguments = parser.parse_args()
    data = arguments.file.read_bytes()
    opened = trust.open_trust(data)
    if arguments.sizes:
        print_sizes(data, opened)
    elif arguments.batches:
        print_batches(opened.bundle)
    else:
        print_statuses(opened.bundle)


if __name__ == "__main__":
    main()
