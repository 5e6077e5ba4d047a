#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Issuing under two clerks, power cuts and full disks: no serial twice, nothing half done.

load common

setup_file() { make_template; }
setup() { start_test; }

# issue_traced INJECTION [COUNT]: a real `sello issue` with something done to its system calls.
issue_traced() {
  traced -e "trace=${1%%:*}" -e "inject=$1" "$SELLO" --no-input --passphrase-file "$PASSPHRASE" \
    --json issue C1 --count "${2:-2}"
}

highest() { sello --json trust export -o highest.sello 2>/dev/null | jq .highest_serial; }

# The serials that were answered (lines of `issue --json`) are all different.
serials_differ() {
  local serials
  serials=$(jq -r 'range(.first_serial; .last_serial + 1)' "$@")
  equal "$(sort -n <<<"$serials" | uniq)" "$(sort -n <<<"$serials")" "a serial was given twice"
}

# Every serial from 1 to the highest is in one batch, signed or void, and the registry is whole.
registry_is_whole() {
  local serial last
  last=$(highest)
  run -0 sello check --all
  for ((serial = 1; serial <= last; serial++)); do
    sello --json label show "$serial" | jq -r '"\(.batch_state) \(.status)"'
  done | sort -u >states
  equal "" "$(grep -vxE 'signed valid|void withdrawn' states)"
}

# ---- at once ----

@test "two at once never share a serial" {
  sello --json issue C1 --count 700 >one 2>/dev/null &
  sello --json issue C1 --count 500 >two 2>/dev/null
  wait $!
  equal 1203 "$(jq -s 'map(.last_serial) | max' one two)"
  serials_differ one two
  sello check --all
}

@test "eight at once never share a serial, and leave no gap" {
  for i in {1..8}; do
    sello --json issue C1 --count $((i * 3)) >"out$i" 2>"err$i" &
    pids[i]=$!
  done
  for i in {1..8}; do wait "${pids[i]}"; done
  serials_differ out?
  equal 111 "$(jq -s 'map(.last_serial) | max' out?)"
  equal 108 "$(jq -s 'map(.count) | add' out?)"
  equal "B2 B3 B4 B5 B6 B7 B8 B9" "$(jq -r .batch out? | sort | xargs)"
  sello check --all
}

@test "a second one waits for the first to finish" {
  need_strace
  issue_traced fdatasync:delay_enter=300000:when=2 >one 2>/dev/null &
  sleep 0.2
  sello --json issue C1 --count 2 >two 2>/dev/null
  wait $!
  serials_differ one two
  equal 7 "$(jq -s 'map(.last_serial) | max' one two)"
}

@test "while another one is stuck, the second one says so, and who it is, and changes nothing" {
  need_strace
  exec 8>"$SELLO_REGISTRY/lock"
  flock 8
  run -1 --separate-stderr no_pauses "$SELLO" --no-input --passphrase-file "$PASSPHRASE" --json \
    issue C1 --count 2 8>&-
  equal "store-busy" "$(jq -r .error <<<"$output")"
  contains "$stderr" "another program is writing to the registry. Wait until it has finished"
  exec 8>&-
  flock "$SELLO_REGISTRY/lock" sleep 30 3>&- &
  sleep 0.2
  run -1 no_pauses "$SELLO" --no-input --passphrase-file "$PASSPHRASE" --lang es issue C1 --count 2
  contains "$output" "otro programa escribe en el registro: flock, proceso $!."
  pkill -P $!
  wait $! || true
  equal 4 "$(sello --json issue C1 --count 2 2>/dev/null | jq .first_serial)"
  sello check --all
}

@test "a backup waits for labels that are being signed: brought back, they are not void" {
  sello --json issue C1 --count 40000 >one 2>/dev/null &
  until sello --json status | jq -e '.due[] | select(.code == "interrupted")' >/dev/null; do
    kill -0 $!
  done
  sello backup copia.tar
  wait $!
  mv registro lost
  sello restore copia.tar
  cp -a lost/keys registro
  sello issue C1 --count 1
  equal "signed valid" \
    "$(sello --json label show "$(jq .last_serial one)" | jq -r '"\(.batch_state) \(.status)"')"
}

# ---- killed ----

# Kills an issue at its Nth call of SYSCALL, for every N there is; after each, another one works.
kill_at_every() {
  local syscall=$1 step=$2 when status=137
  need_strace
  for ((when = 1; status == 137; when += step)); do
    status=0
    issue_traced "$syscall:signal=KILL:when=$when" >>answers 2>/dev/null || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 137 ]
    sello --json issue C1 --count 1 >>answers 2>/dev/null
    [ "$step" -gt 1 ] || sello check >/dev/null
  done
  [ "$when" -gt 2 ]
  serials_differ answers
  registry_is_whole
}

@test "killed before every sync of the database" { kill_at_every fdatasync 1; }
@test "killed before every sync of the marks" { kill_at_every fsync 1; }
@test "killed before every renaming" { kill_at_every renameat 1; }
@test "killed before each time that the journal is cut to nothing" { kill_at_every ftruncate 1; }
# Every fifth: script/torture tries them all.
@test "killed before the writes to the database" { kill_at_every pwrite64 5; }
@test "killed before every change of a lock" { kill_at_every flock 1; }

@test "killed at any moment" {
  for i in {1..20}; do
    (sello --json issue C1 --count 300 >>answers 2>/dev/null) &
    pid=$!
    sleep "0.0$((RANDOM % 90 + 10))"
    pkill -KILL -P $pid || true
    wait $pid || true
  done
  sello --json issue C1 --count 1 >>answers
  serials_differ answers
  sello check --all
}

@test "what an interrupted issue reserved is void, said so, and published as withdrawn" {
  need_strace
  # The sixth sync is the second transaction's first: serials are reserved, and nothing is signed.
  run -137 issue_traced "fdatasync:signal=KILL:when=6"
  run -0 --separate-stderr sello issue C1 --count 1
  contains "$stderr" "interrupted"
  last=$(sello --json trust export -o trust.sello | jq .highest_serial)
  run -0 sello_verify --trust trust.sello "$(label_text "$last")"
  void=$(for ((s = 1; s <= last; s++)); do
    sello --json label show "$s" | jq -r 'select(.batch_state == "void").serial'
  done)
  [ -n "$void" ]
  equal "$void" "$(/usr/bin/python3 -c '
import cbor2, sys
try:
    while item := cbor2.load(sys.stdin.buffer): last = item
except cbor2.CBORDecodeEOF: pass
for first, count, status, reason, date, text in cbor2.loads(last.value[2])[8]:
    assert (status, reason) == (1, 5), "withdrawn, void"
    print(*range(first, first + count), sep="\n")' <trust.sello)"
}

@test "an interrupt leaves nothing half done, and is exit 130" {
  need_strace
  before=$(highest)
  run -130 issue_traced fdatasync:signal=INT:when=1
  sello issue C1 --count 1
  sello check --all
  [ "$(highest)" -gt "$before" ]
}

# ---- full disks and failing ones ----

# fails_cleanly INJECTION WORDS: exit 1 with these words; then all goes on.
fails_cleanly() {
  need_strace
  run -1 --separate-stderr issue_traced "$1"
  equal "error,message" "$(jq -r 'keys | join(",")' <<<"$output")"
  contains "$stderr" "$2"
  equal "" "$(find "$SELLO_REGISTRY" "$XDG_STATE_HOME" -name '*.tmp' -o -name '*.new')"
  sello check >/dev/null
  sello --json issue C1 --count 1 >>answers 2>/dev/null
  serials_differ answers
}

@test "a full disk: said so, and nothing is half issued" {
  for when in 1 5 12+ 20 30+; do
    fails_cleanly "pwrite64:error=ENOSPC:when=$when" "disk is full"
  done
  fails_cleanly "write:error=ENOSPC:when=1" "disk is full"
  registry_is_whole
}

@test "a disk that fails to sync: no success is claimed, and what holds is told as not confirmed" {
  # The folder's syncs, 2 and 7, SQLite does not look at. 5 and 10 are of the emptied journal: the
  # transaction holds, and everybody sees it.
  for when in 1 3 4 6 8 9; do
    fails_cleanly "fdatasync:error=EIO:when=$when" "No label was issued"
  done
  for when in 5 10; do
    run -3 --separate-stderr issue_traced "fdatasync:error=EIO:when=$when"
    contains "$stderr" "the disk did not confirm"
    sello label show "$(jq .last_serial <<<"$output")" >/dev/null
    echo "$output" >>answers
    serials_differ answers
  done
  fails_cleanly "fsync:error=EIO:when=1" "No label was issued"
  registry_is_whole
}

@test "short and interrupted writes are completed" {
  need_strace
  issue_traced "write:error=EINTR:when=1" >/dev/null
  sello check --all
}

@test "a read-only folder is said so" {
  before=$(registry_sum)
  if [ "$(id -u)" -eq 0 ]; then # whom modes do not stop
    need_strace
    run -1 traced -P "$SELLO_REGISTRY/registry.db-journal" -e inject=openat:error=EROFS \
      "$SELLO" --passphrase-file "$PASSPHRASE" issue C1 --count 1
  else
    chmod a-w "$SELLO_REGISTRY"
    run -1 sello issue C1 --count 1
    chmod u+w "$SELLO_REGISTRY"
  fi
  contains "$output" "cannot be written"
  equal "$before" "$(registry_sum)"
}

# ---- tried, and overtaken ----

@test "a certificate withdrawn between the plan and the serials is refused, and takes none" {
  local before
  before=$(highest)
  mkfifo words
  exec 6<>words
  "$SELLO" --no-input --passphrase-fd 5 issue C1 --count 5 5<words 6>&- 3>&- >out 2>err &
  sleep 2 # it found the certificate granted, and waits for the passphrase
  sello certificate withdraw C1 --reason producer-request --yes >/dev/null 2>&1 6>&-
  cat "$PASSPHRASE" >&6
  exec 6>&-
  if wait $!; then return 1; fi
  equal "" "$(cat out)"
  contains "$(cat err)" "No label was issued: certificate C1 is not granted."
  equal "$before" "$(highest)" "a serial was taken"
  run -1 sello batch show B2
}

@test "--dry-run says what would be issued, without a passphrase, and takes nothing" {
  local before
  before=$(sello --json batch list)
  run -0 --separate-stderr "$SELLO" --no-input --json issue C1 --count 12 --lot L-7 --dry-run
  equal "B2 C1 4 15 12 true" \
    "$(jq -r '[.batch, .certificate, .first_serial, .last_serial, .count, .dry_run] | join(" ")' <<<"$output")"
  run -0 --separate-stderr "$SELLO" --no-input issue C1 --count 12 --dry-run
  contains "$output" "Batch B2: 12 labels of certificate C1, serials 4 to 15"
  contains "$stderr" "--dry-run"
  equal "$before" "$(sello --json batch list)"
  run -1 "$SELLO" --no-input issue C1 --count 12 --expires 2020-01-01 --dry-run
  contains "$output" "the date after --expires has passed"
  run -1 "$SELLO" --no-input issue --void B1 --dry-run
  contains "$output" "Batch B1 is not an unfinished one"
  equal 4 "$(sello --json issue C1 --count 1 | jq .first_serial)"
}
