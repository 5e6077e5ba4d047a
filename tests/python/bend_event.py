#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""bend_event.py DATABASE KEY:VALUE: the newest event of labels' status, or for the hash (16) of a bundle, says another
thing under that key of its body. Prints the event's kind."""

import sqlite3
import sys

import cbor2

database, change = sys.argv[1:]
key, value = change.split(":")
kind = "bundle.stored" if key == "16" else "labels.status"
with sqlite3.connect(database) as db:
    rows = db.execute("SELECT seq, body FROM event WHERE kind = ? ORDER BY seq DESC", (kind,)).fetchall()
    for seq, body in rows:
        claims = cbor2.loads(body)
        bent = bytes(32) if value == "x" else int(value) + claims[int(key)]
        if key == "10":
            bent = int(value) if claims[10] != int(value) else 1
        claims[int(key)] = bent
        db.execute("UPDATE event SET body = ? WHERE seq = ?", (cbor2.dumps(claims, canonical=True), seq))
        break
print(kind)
