#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""log_sites.py FOLDER: a certifier whose log went on for so long that a trust file no longer tells where it was.

Writes before.sello, and two published folders: `sitio` goes on from it, `otro` has another entry where that stood."""

import sys
from pathlib import Path

from sello_ref import log
from vector_rows.fixtures import key, trust_file
from vector_rows.trust_log import ORIGIN, edge, leaves, own_leaf, root_with_log


def write_site(folder, one, of):
    tiles = folder / "log/tile/0"
    tiles.mkdir(parents=True)
    (folder / "trust.sello").write_bytes(trust_file(one, VERSION=900, LOG=edge(of)))
    (folder / "log/checkpoint").write_bytes(log.make_checkpoint(key("log"), ORIGIN, of))
    for i in range(len(of) // log.TILE):
        (tiles / f"{i:03}").write_bytes(b"".join(of[i * log.TILE : (i + 1) * log.TILE]))


def main():
    folder = Path(sys.argv[1])
    one, before = root_with_log(), leaves(300)
    (folder / "before.sello").write_bytes(trust_file(one, VERSION=301, LOG=edge(before)))
    more = leaves(900, 1000)
    write_site(folder / "sitio", one, [*before, own_leaf(one, before, VERSION=301), *more])
    write_site(folder / "otro", one, [*before, *leaves(1, 5000), *more])


main()
