#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A registry that somebody edited by hand: its events tell.
load common

setup_file() {
  make_template
}

setup() {
  start_test
}

# edit_database FILE SQL
edit_database() {
  /usr/bin/python3 -c 'import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    assert db.execute(sys.argv[2]).rowcount > 0' "$@"
}

@test "a backup that somebody edited is not whole" {
  local row
  sello withdraw 2 --reason stolen >/dev/null
  sello trust export -o newer.sello >/dev/null
  sello check --all
  while read -r row; do
    rm -rf edited edited.db
    sello backup edited.db >/dev/null
    edit_database edited.db "$row"
    sello -r edited restore edited.db >/dev/null 2>&1
    run sello -r edited --json check --all
    equal 1 "$status" "$row"
    grep -Eq '"code":"(record-changed|statuses-changed|events-chain|events-signed)"' <<<"$output"
  done <<'ROWS'
DELETE FROM status_range WHERE first_serial = 2
UPDATE product SET name = 'Rebozo fino'
UPDATE producer SET name = 'Otro taller'
UPDATE certificate SET until_day = 40000
UPDATE event SET who = 'otra'
ROWS
}

@test "events written again with all their hashes lack the status key's signature" {
  sello withdraw 2 --reason stolen >/dev/null
  sello trust export -o newer.sello >/dev/null
  sello backup b.db >/dev/null
  # As somebody would who knows how the chain is made: the whole of it, with another author.
  /usr/bin/python3 - b.db <<'PY'
import hashlib, sqlite3, sys

def head(major, n):
    for size, info in ((0, None), (1, 24), (2, 25), (4, 26), (8, 27)):
        if size == 0 and n < 24:
            return bytes([major << 5 | n])
        if size and n < 1 << (8 * size):
            return bytes([major << 5 | info]) + n.to_bytes(size, "big")

db = sqlite3.connect(sys.argv[1])
before = bytes(32)
for seq, at, kind, body in db.execute("SELECT seq, made_at, kind, body FROM event ORDER BY seq").fetchall():
    text = b"".join(head(3, len(t)) + t for t in (b"otra", kind.encode()))
    item = head(4, 5) + head(0, seq) + head(0, at) + text + head(2, len(body)) + body
    before = hashlib.sha256(before + item).digest()
    db.execute("UPDATE event SET who = 'otra', chain = ? WHERE seq = ?", (before, seq))
db.commit()
PY
  sello -r edited restore b.db >/dev/null 2>&1
  run sello -r edited --json check --all
  equal 1 "$status"
  contains "$output" '"code":"events-signed"'
  lacks "$output" '"code":"events-chain"'
  edit_database b.db "DELETE FROM event_head"
  rm -r edited
  sello -r edited restore b.db >/dev/null 2>&1
  run sello -r edited --json check
  equal 1 "$status"
  contains "$output" '"code":"events-unsigned"'
}
