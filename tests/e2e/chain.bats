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
    backup_as_database edited.db
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

# another_author DATABASE [N]: as somebody would who knows how the chain is made: all of it anew, or
# the last N events.
another_author() {
  /usr/bin/python3 - "$@" <<'PY'
import hashlib, sqlite3, sys

def head(major, n):
    for size, info in ((0, None), (1, 24), (2, 25), (4, 26), (8, 27)):
        if size == 0 and n < 24:
            return bytes([major << 5 | n])
        if size and n < 1 << (8 * size):
            return bytes([major << 5 | info]) + n.to_bytes(size, "big")

db = sqlite3.connect(sys.argv[1])
events = db.execute("SELECT seq, made_at, kind, body, chain FROM event ORDER BY seq").fetchall()
begin = len(events) - int(sys.argv[2]) if len(sys.argv) > 2 else 0
before = events[begin - 1][4] if begin > 0 else bytes(32)
for seq, at, kind, body, _ in events[begin:]:
    text = b"".join(head(3, len(t)) + t for t in (b"otra", kind.encode()))
    item = head(4, 5) + head(0, seq) + head(0, at) + text + head(2, len(body)) + body
    before = hashlib.sha256(before + item).digest()
    db.execute("UPDATE event SET who = 'otra', chain = ? WHERE seq = ?", (before, seq))
db.commit()
PY
}

@test "events written again with all their hashes lack the status key's signature" {
  sello withdraw 2 --reason stolen >/dev/null
  sello trust export -o newer.sello >/dev/null
  backup_as_database b.db
  another_author b.db
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

@test "a backup is signed up to its last event, not only to the newest trust file" {
  sello withdraw 2 --reason stolen >/dev/null
  equal true "$(sello --json backup b.tar | jq .signed)"
  database_of b.tar >b.db
  sello -r whole restore b.tar >/dev/null 2>&1
  sello -r whole check --all
  # Only what came after the trust file is changed.
  another_author b.db 1
  sello -r edited restore b.db >/dev/null 2>&1
  run sello -r edited --json check
  equal 1 "$status"
  contains "$output" '"code":"events-signed"'
}

@test "without a passphrase a backup is made, and says that nobody signed it" {
  sello withdraw 2 --reason stolen >/dev/null
  run -0 --separate-stderr "$SELLO" --no-input backup b.tar
  contains "$stderr" "Nobody signed"
  equal false "$(sello --json backup c.tar --unsigned | jq .signed)"
  sello trust export -o newer.sello >/dev/null
  run -0 --separate-stderr "$SELLO" --no-input backup d.tar
  lacks "$stderr" "Nobody signed"
  # The status key on another computer.
  mv registro/keys/status-1.key .
  sello withdraw 3 --reason lost >/dev/null
  equal false "$(sello --json backup e.tar | jq .signed)"
}

@test "a wrong passphrase makes no backup" {
  sello withdraw 2 --reason stolen >/dev/null
  (umask 077 && echo "otra frase muy distinta" >wrong)
  run -1 "$SELLO" --no-input --passphrase-file wrong backup b.tar
  [ ! -e b.tar ]
}
