#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Looking at a registry waits for nobody, and writes nothing.
load common

setup_file() {
  make_template
}

setup() {
  start_test
}

# looks: every command that only looks answers, each within five seconds.
looks() {
  local row
  while read -r row; do
    # shellcheck disable=SC2086 # the words of a row
    timeout 5 "$SELLO" --no-input $row >out 2>&1 || {
      echo "sello $row ended with $?: $(cat out)" >&2
      return 1
    }
  done <<'ROWS'
status
producer list
producer show R1
product list
product show P1
certificate list
certificate show C1
scheme list
batch list
batch show B1
label show 2
search rebozo
history
history C1
import list
key list
root show
stock list
stock show avery-5162
--json product list
export labels --csv -
ROWS
}

@test "while somebody writes, everything can be looked at" {
  flock "$SELLO_REGISTRY/lock" /usr/bin/python3 - "$SELLO_REGISTRY/registry.db" >held 2>&1 3>&- <<'PY' &
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE counter SET value = value WHERE name = 'serial'")
print("held", flush=True)
time.sleep(60)
PY
  writer=$!
  timeout 10 sh -c 'until grep -q held held; do sleep 0.1; done'
  looks
  pkill -P "$writer"
  wait "$writer" || true
}

@test "a registry on a disk that can't be written is looked at, and not changed" {
  unshare -rm true 2>/dev/null || skip "needs a namespace of its own (unshare -rm)"
  before=$(registry_sum)
  export SELLO PASSPHRASE
  export -f looks
  unshare -rm bash -euc '
    mount --bind "$HOME" "$HOME" && mount -o remount,ro,bind "$HOME"
    mkdir -p /dev/shm/sello-reading.$$ && cd "$SELLO_REGISTRY"
    ! touch "$HOME/new" 2>/dev/null
    cd /dev/shm/sello-reading.$$ && looks
    rm -r /dev/shm/sello-reading.$$' 3>&-
  run unshare -rm bash -c '
    mount --bind "$HOME" "$HOME" && mount -o remount,ro,bind "$HOME"
    "$SELLO" --no-input producer add --name Ana' 3>&-
  equal 1 "$status"
  contains "$output" "cannot be written"
  equal "$before" "$(registry_sum)"
}
