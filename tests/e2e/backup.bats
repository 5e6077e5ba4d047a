#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# All of a registry in one file on a stick, and all of it back.
load common

setup_file() {
  make_template
}

setup() {
  start_test
  mkdir -p stick
}

# other_computer: from here on nothing is known of what this one did.
other_computer() {
  export XDG_STATE_HOME=$PWD/otra XDG_DATA_HOME=$PWD/otros HOME=$PWD/otra-casa
  unset SELLO_REGISTRY
}

on_terminal() { /usr/bin/python3 -B "$BATS_TEST_DIRNAME/on_terminal.py" "$@"; }

@test "the whole round: a folder, one file, another computer, on with the next serial" {
  echo P1 4 4 0 1 1 0 1 0 0 1 1 0 0 1 0 1 1 0 | convert_picture pbm:- mark.png
  sello mark set mark.png
  sello print 1-3 --to png -o labels
  run -0 --separate-stderr sello backup stick
  local file
  file=$(echo stick/*)
  equal "stick/consejo-artesanal-de-prueba-$(date +%F).tar" "$file"
  contains "$output" "$file, and was read back whole"
  contains "$stderr" "key files, encrypted"
  contains "$stderr" "on the same disk"
  equal "sello-backup registry.db $(cd registro && echo keys/*.key) mark.png SHA256SUMS" \
    "$(tar -tf "$file" | xargs)"
  (mkdir out && cd out && tar -xf "../$file" && sha256sum -c --quiet SHA256SUMS)
  [ ! -e registro/backup.new ]
  sello backup stick/
  equal 2 "$(ls stick | wc -l)"
  [ -e "${file%.tar}-2.tar" ]

  other_computer
  run -0 --separate-stderr sello restore "$file" registro-nuevo --nothing-since
  contains "$stderr" "key files came with it"
  contains "$stderr" "sello -r registro-nuevo status"
  for key in registro/keys/*.key registro/mark.png; do
    cmp "$key" "registro-nuevo${key#registro}"
  done
  equal "600 600 600 600 600" "$(stat -c %a registro-nuevo/keys/* | xargs)"
  equal "700 700" "$(stat -c %a registro-nuevo registro-nuevo/keys | xargs)"
  equal 4 "$(sello -r registro-nuevo --json issue C1 --count 1 | jq .first_serial)"
  sello -r registro-nuevo print 4 --to png -o labels
  sello -r registro-nuevo check --all
}

@test "a backup says what it is, and Spanish says it too" {
  run -0 "$SELLO" --lang es --no-input respaldar stick --sin-firma
  contains "$output" "El respaldo está en stick/consejo-artesanal-de-prueba-"
  contains "$output" "archivos de llave"
  lacks "$output" "the"
  tar -xOf stick/*.tar sello-backup >about
  contains "$(cat about)" "sello-backup 1"
  contains "$(cat about)" "last-serial 3"
  equal '{"keys":5,"same_disk":true,"signed":true}' \
    "$(sello --json backup uno.tar | jq -c '{signed, keys, same_disk}')"
  equal 0 "$(sello --json backup dos.tar --without-keys | jq .keys)"
  lacks "$(tar -tf dos.tar)" keys
  run -0 --separate-stderr sello -r otro restore dos.tar
  contains "$stderr" "No key files are in this backup"
}

# strace_backup OPTION... -- FILE: `sello backup FILE` under strace.
strace_backup() {
  local options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  traced "${options[@]}" "$SELLO" --no-input --lang en --passphrase-file "$PASSPHRASE" backup "$2"
}

@test "two backups at once are both whole, and no copy has a name outside the lock" {
  need_strace
  local tracer stopped
  # The first one stands still as soon as it has given back the lock.
  strace -f -o log -e trace=flock -e inject=flock:signal=STOP:when=2 \
    "$SELLO" --no-input --passphrase-file "$PASSPHRASE" backup uno.tar >answer 2>&1 3>&- &
  tracer=$!
  until grep -q "stopped by SIGSTOP" log 2>/dev/null; do sleep 0.1; done
  stopped=$(sed -n 's/^\([0-9]*\).*stopped by SIGSTOP.*/\1/p' log)
  contains "$(cat log)" "LOCK_UN"
  run -0 ls registro
  lacks "$output" backup.new
  issue_typical 40
  sello backup dos.tar
  kill -CONT "$stopped"
  wait "$tracer"
  contains "$(cat answer)" "read back whole"
  other_computer
  sello restore uno.tar uno --nothing-since
  sello -r uno check --all
  equal 4 "$(sello -r uno --json issue C1 --count 1 | jq .first_serial)"
  export XDG_STATE_HOME=$PWD/tercera
  sello restore dos.tar dos --nothing-since
  equal 44 "$(sello -r dos --json issue C1 --count 1 | jq .first_serial)"
}

@test "an interrupted backup leaves nothing, and is exit 130" {
  need_strace
  run -130 strace_backup -e trace=flock -e inject=flock:signal=INT:when=2 -- stick
  equal "sello: Interrupted: no backup was made." "$output"
  equal "" "$(ls -A stick)"
  # While it is read back.
  run -130 strace_backup -P "$PWD/b.tar" -e trace=fadvise64 -e inject=fadvise64:signal=INT \
    -- "$PWD/b.tar"
  equal "sello: Interrupted: no backup was made." "$output"
  [ ! -e b.tar ]
  [ ! -e registro/backup.new ]
  equal "" "$(find . -name '.sello-*')"
}

@test "a bad stick is told from a backup that could not be looked at" {
  need_strace
  run -1 strace_backup -P "$PWD/b.tar" -e trace=read -e inject=read:error=EIO -- "$PWD/b.tar"
  contains "$output" "reads back otherwise"
  [ ! -e b.tar ]
  run -1 strace_backup -P "$PWD/b.tar" -e trace=openat -e inject=openat:error=EMFILE -- "$PWD/b.tar"
  contains "$output" "could not be read back to see whether it is whole: Too many open files"
  [ -e b.tar ]
  sello restore b.tar otro
  for call in write renameat2; do
    run -1 strace_backup -e trace="$call" -e inject="$call:error=ENOSPC:when=1" -- stick
    contains "$output" "disk is full"
    equal "" "$(ls -A stick)"
  done
}

@test "key files are read as keys are, and go to no standard output" {
  need_strace
  run -2 --separate-stderr sello backup -
  equal "" "$output"
  contains "$stderr" "name a folder, or a file"
  strace -f -o log -e trace=openat "$SELLO" --no-input --passphrase-file "$PASSPHRASE" backup b.tar
  run -0 grep -c 'keys/.*\.key"' log
  [ "$output" -ge 8 ] # each is looked at, then read
  run ! sh -c 'grep "keys/.*\.key\"" log | grep -v O_NOFOLLOW'
}

@test "where the registry is not to be written, the copy lies in a folder that is nobody else's" {
  need_strace
  mkdir tmp
  read_only() {
    TMPDIR=$1 strace_backup -e trace=access,faccessat,faccessat2 -P "$PWD/registro" \
      -e inject=access,faccessat,faccessat2:error=EROFS -- b.tar
  }
  run -0 read_only "$PWD/tmp"
  contains "$output" "read back whole"
  equal "" "$(ls -A tmp)"
  rm b.tar
  run -1 read_only "$PWD/nowhere"
  contains "$output" "$PWD/nowhere/sello-backup."
}

@test "what is not whole is refused, and nothing is half done" {
  sello backup b.tar >/dev/null 2>&1
  other_computer
  /usr/bin/python3 - "$SELLO" <<'PY'
import os, random, subprocess, sys
whole = open("b.tar", "rb").read()
chance = random.Random(14)
def refused(data, what):
    open("bad.tar", "wb").write(data)
    done = subprocess.run([sys.argv[1], "--no-input", "restore", "bad.tar", "nuevo", "--nothing-since"],
                          capture_output=True, text=True)
    assert done.returncode == 1, (what, done)
    assert "is damaged" in done.stderr or "is not a backup" in done.stderr, (what, done)
    assert not [name for name in os.listdir(".") if name.startswith("nuevo")], what
for n in (0, 100, 512, 513, 2000, len(whole) // 2, len(whole) - 512, len(whole) - 1):
    refused(whole[:n], n)
refused(whole + b"\0", "longer")
for at in [5, 150, 515, 1030, len(whole) - 1] + [chance.randrange(len(whole)) for _ in range(25)]:
    bent = bytearray(whole)
    bent[at] ^= 1 << chance.randrange(8)
    refused(bytes(bent), at)
PY
  sello restore b.tar nuevo --nothing-since
  sello -r nuevo check --all
}

# no_trace STATUS STEP INJECTION OPTION...: a restore at whose Nth call this happens ends so and leaves
# nothing, for every STEPth N until it is done before; at least one did.
no_trace() {
  local wanted=$1 step=$2 injection=$3 when
  shift 3
  need_strace
  for ((when = 1; ; when += step)); do
    run traced -e trace="${injection%%:*}" -e inject="$injection:when=$when" "$SELLO" --no-input \
      --lang en restore b.tar nuevo --nothing-since "$@"
    if [ "$status" -eq 0 ] || [[ $output == *"was restored into"* ]]; then
      break
    fi
    equal "$wanted" "$status" "$injection $when: $output"
    equal "" "$(find . -path ./tmp/\* -o -name 'nuevo*')" "$injection $when: $output"
  done
  [ "$when" -gt 1 ]
  rm -rf nuevo "$XDG_STATE_HOME" # and what this computer remembers of it
}

@test "a restore that fails is undone, to the last file" {
  sello backup b.tar >/dev/null 2>&1
  other_computer
  mkdir tmp
  export TMPDIR=$PWD/tmp
  no_trace 1 1 fsync:error=EIO
  no_trace 1 1 fdatasync:error=EIO
  no_trace 1 3 pwrite64:error=ENOSPC
  mkdir nuevo # that folder stays, with its lock
  run -1 traced -e trace=renameat2 -e inject=renameat2:error=EIO:when=6 "$SELLO" --no-input \
    --lang en restore b.tar nuevo # the database's, behind five keys
  equal "lock" "$(ls -A nuevo)"
}

@test "a restore that is interrupted is undone, and is exit 130" {
  sello backup b.tar >/dev/null 2>&1
  other_computer
  mkdir tmp
  export TMPDIR=$PWD/tmp
  no_trace 130 1 write:signal=INT
  no_trace 130 5 openat:signal=INT
  no_trace 130 1 mkdir:signal=INT
  no_trace 130 1 mkdir:signal=INT --dry-run
  no_trace 130 5 read:signal=INT --dry-run
  run -130 traced -e trace=mkdir -e inject=mkdir:signal=INT:when=2 "$SELLO" --no-input --lang en \
    restore b.tar nuevo --nothing-since
  equal "sello: Interrupted: nothing was restored." "$output"
}

@test "a backup that somebody made up puts nothing anywhere else" {
  sello backup b.tar >/dev/null 2>&1
  mkdir x
  tar -xf b.tar -C x
  # In the very form, with names and files that are none of ours.
  cat >forge.py <<'PY'
import hashlib, io, os, sys, tarfile
names = ["sello-backup", "registry.db"] + sys.argv[2:]
sums, out = "", io.BytesIO()
def put(tar, name, data):
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(data), 1, 0o644
    head = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    tar.write(bytes(head) + data + bytes(-len(data) % 512))
for name in names:
    path = "x/" + name
    data = open(path, "rb").read() if os.path.exists(path) else b"x" * 100
    put(out, name, data)
    sums += hashlib.sha256(data).hexdigest() + "  " + name + "\n"
put(out, "SHA256SUMS", sums.encode())
open(sys.argv[1], "wb").write(out.getvalue() + bytes(1024))
PY
  local name
  for name in ../fuera /tmp/sello-fuera keys/../../fuera keys/.oculta keys/falsa.key; do
    /usr/bin/python3 forge.py forged.tar "$name"
    run -1 sello restore forged.tar nuevo --nothing-since
    [ ! -e nuevo ]
  done
  /usr/bin/python3 forge.py forged.tar marks lock keys/mas/uno.key otra
  sello restore forged.tar nuevo
  equal "keys last-backup lock marks registry.db registry.db-journal" "$(ls nuevo | xargs)"
  equal "" "$(ls nuevo/keys)"
  run ! grep -q xxx nuevo/marks
  [ ! -e fuera ]
  [ ! -e /tmp/sello-fuera ]
}

@test "where a registry is, nothing is put beside it; keys that are there stay" {
  sello backup b.tar >/dev/null 2>&1
  run -1 sello restore b.tar
  contains "$output" "There is a registry in"
  head -c 3000 b.tar >cut.tar # that is looked at first
  run -1 sello restore cut.tar --dry-run
  contains "$output" "There is a registry in"
  run -2 sello -r otro restore b.tar otro
  run -1 sello -r otro restore stick
  contains "$output" "is not a file"
  rm -f registro/registry.db
  echo otra >registro/keys/label-1.key
  run -0 --separate-stderr sello restore b.tar
  contains "$stderr" "registro/keys/label-1.key is there already and stays as it is."
  lacks "$stderr" "status-1.key is there"
  equal otra "$(cat registro/keys/label-1.key)"
}

@test "a dry run proves the backup whole, and leaves no trace" {
  sello backup b.tar >/dev/null 2>&1
  other_computer
  mkdir tmp
  export TMPDIR=$PWD/tmp
  sello restore b.tar nuevo --dry-run --nothing-since
  head -c 3000 b.tar >cut.tar
  run -1 sello restore cut.tar nuevo --dry-run
  # What cannot be told later is told before.
  run -2 sello restore b.tar nuevo --last-serial 2.400
  run -1 sello restore b.tar nuevo --trust missing.sello
  [ ! -e nuevo ]
  equal "" "$(ls -A tmp)"
}

@test "at the terminal the restore asks what it has to know" {
  sello backup b.tar >/dev/null 2>&1
  issue_typical 7
  sello trust export -o newest.sello >/dev/null
  other_computer
  run -0 on_terminal "Are you sure" n "newest trust file" newest.sello \
    "highest serial" 12 -- "$SELLO" restore b.tar uno
  contains "$output" "Are you sure that nothing was issued"
  contains "$output" "The newest trust file"
  contains "$output" "The highest serial number"
  equal 13 "$(sello -r uno --json issue C1 --count 1 | jq .first_serial)"
  export XDG_STATE_HOME=$PWD/quinta
  # Part of what was typed is never taken for the number: serials would be given out twice.
  run -0 on_terminal "Are you sure" n "newest trust file" newest.sello "highest serial" "2.400" \
    "highest serial" "12-40" "highest serial" "00000C-C" -- "$SELLO" restore b.tar escrita
  contains "$output" "'2.400' is no serial"
  equal 13 "$(sello -r escrita --json issue C1 --count 1 | jq .first_serial)"
  export XDG_STATE_HOME=$PWD/tercera
  run -0 on_terminal "Are you sure" n "newest trust file" "" "highest serial" "" "Go on so?" y \
    -- "$SELLO" restore b.tar dos
  contains "$output" "100000 serial numbers are passed over"
  equal 100004 "$(sello -r dos --json issue C1 --count 1 | jq .first_serial)"
  export XDG_STATE_HOME=$PWD/cuarta
  run -1 on_terminal "Are you sure" n "newest trust file" "" "highest serial" "" "Go on so?" n \
    -- "$SELLO" restore b.tar tres
  run -1 sello -r tres issue C1 --count 1
}

# due CODE: its text.
due() { sello --json status | jq -r --arg code "$1" '.due[] | select(.code == $code) | .text'; }

@test "status reminds of what waits: a backup, labels to print, labels to deliver" {
  contains "$(sello status)" "none that is known of"
  contains "$(due backup)" "No backup was made yet"
  contains "$(due to-print)" "never printed: 3 (the first are of B1)"
  sello backup stick
  equal "" "$(due backup)"
  contains "$(sello status)" "and 0 labels since"
  issue_typical 2
  contains "$(due backup)" "since the last backup: 2."
  contains "$("$SELLO" --lang es estado)" "y 2 etiquetas desde entonces"

  sello print 1-4 --to png -o labels
  contains "$(due to-print)" "never printed: 1 (the first are of B2)"
  equal "" "$(due to-deliver)" # nobody notes deliveries here
  sello deliver 1 --to R1 -o receipt.pdf
  contains "$(due to-deliver)" "not delivered: 3 (the first are of B1)"
  sello withdraw 2 5 --reason misprint
  equal '{"labels_not_delivered":2,"labels_not_printed":0,"labels_since_backup":2}' \
    "$(sello --json status | jq -c '{labels_since_backup, labels_not_printed, labels_not_delivered}')"
  equal "" "$(due to-print)"

  sello backup otro.tar
  equal "" "$(due backup)"
  sello producer add --name Otro --origin Aquí
  equal "" "$(due backup)"
  sed -i "s/^[-0-9]*/$(date -u -d '-9 days' +%F)/" registro/last-backup
  contains "$(due backup)" "changed since the last backup, of $(in_words "-9 days")"
  echo nada >registro/last-backup
  contains "$(due backup)" "No backup was made yet"
}
