#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The public log beside the trust file: whole, growing, never another one; and its witnesses.

load common

setup_file() {
  make_template
  mkdir -p page/icons
  echo '<!doctype html><html lang="es"><head><title>Sello</title>
<meta name="application-name" content="Sello"><meta name="description" content="Sello">
</head><body></body></html>' >page/index.html
  printf '{"name":"Sello","short_name":"Sello","start_url":"./","description":"Sello"}' \
    >page/manifest.webmanifest
  echo 'precache([{url:"index.html",revision:"sello-publish-revision"}]);' >page/sw.js
  for icon in icon-192 icon-512 maskable-512 apple-touch-icon; do
    echo "of the build" >"page/icons/$icon.png"
  done
  if command -v go >/dev/null; then
    (cd "$SOURCE_DIR/tests/go" &&
      GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$BATS_FILE_TMPDIR/cache \
        go build -o "$BATS_FILE_TMPDIR/check_log" check_log.go)
  fi
}

setup() {
  start_test
  export SELLO_PAGE=$PWD/page
}

publish() { sello publish "${1:-sitio}" >/dev/null 2>&1; }

entries() { sed -n 2p "${1:-sitio}/log/checkpoint"; }

# go_checks [FOLDER]: what Go's packages say of the log there and of the proof beside it.
go_checks() {
  [ -x "$BATS_FILE_TMPDIR/check_log" ] || skip "no Go here"
  "$BATS_FILE_TMPDIR/check_log" "$(sello --json log show | jq -r .log_key)" "${1:-sitio}/log" \
    "${1:-sitio}/trust.tlog-proof"
}

# files_of FOLDER: each file of the log but the checkpoint, with its hash.
files_of() { (cd "$1/log" && find . -type f ! -name checkpoint -exec sha256sum {} + | LC_ALL=C sort); }

# add_bundles N: as many trust files more.
add_bundles() {
  local i
  for ((i = 0; i < $1; i++)); do
    sello trust export -o "$PWD/t.sello" >/dev/null 2>&1
  done
}

@test "the log has each root and each bundle, and Go's packages say so" {
  publish
  n=$(entries)
  equal "$n" "$(sello --json log show | jq .entries)"
  equal "$n entries" "$(go_checks)"
  run -0 sello log verify sitio
  contains "$output" "entries $n, signatures 1"
  # The last entry is the hash of the bundle that lies there.
  tail -c 32 "sitio/log/tile/entries/000.p/$n" >last
  export_bundle_hash=$(/usr/bin/python3 - <<'P'
import hashlib, io, cbor2
data = open("sitio/trust.sello", "rb").read()
f = io.BytesIO(data); at = 0
while data[at:at + 2] == b"\xd8\x62":
    cbor2.load(f); at = f.tell()
print(hashlib.sha256(data[at:]).hexdigest())
P
  )
  equal "$export_bundle_hash" "$(od -An -v -tx1 last | tr -d ' \n')"
}

@test "one more bundle changes no tile, and writes the changed ones alone" {
  publish
  files_of sitio >before
  add_bundles 1
  publish
  files_of sitio >after
  equal "" "$(comm -23 before after)"
  equal 2 "$(comm -13 before after | wc -l)"
  equal "$(entries) entries" "$(go_checks)"
}

@test "tiles are on the disk before the checkpoint is written" {
  need_strace
  strace -f -y -o calls -e trace=fsync,openat "$SELLO" --no-input --passphrase-file "$PASSPHRASE" \
    publish sitio >/dev/null 2>&1
  written=$(grep -n 'log/checkpoint.*O_CREAT' calls | head -n 1 | cut -d: -f1)
  for part in tile/0/000.p/ tile/entries/000.p/; do
    synced=$(grep -n "fsync.*log/$part" calls | head -n 1 | cut -d: -f1)
    [ -n "$synced" ]
    [ "$synced" -lt "$written" ]
  done
}

@test "the same data again leaves the checkpoint as it is" {
  publish
  cp sitio/log/checkpoint before
  publish
  cmp before sitio/log/checkpoint
}

@test "every changed byte of the log is refused, and its file named" {
  publish
  add_bundles 2
  publish
  for file in checkpoint $(cd sitio/log && find tile -type f); do
    case $file in *.p/"$(entries)" | checkpoint) ;; *) continue ;; esac
    for at in 0 7 30 90; do
      cp -r sitio bent
      /usr/bin/python3 - "bent/log/$file" "$at" <<'P'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(int(sys.argv[2])); byte = f.read(1)[0] ^ 1
    f.seek(int(sys.argv[2])); f.write(bytes([byte]))
P
      run -1 sello log verify bent
      contains "$output" "$file"
      rm -r bent
    done
  done
  rm "sitio/log/tile/0/000.p/$(entries)"
  run -1 sello log verify sitio
  contains "$output" "tile/0/000.p/"
}

@test "a copied registry is found when the second one publishes, and status says so" {
  publish
  cp sitio/trust.sello shared.sello
  cp -r registro copia
  cp -r state state-copia
  sello withdraw 3 --reason lost >/dev/null
  publish
  cp -r sitio before
  export SELLO_REGISTRY=$PWD/copia XDG_STATE_HOME=$PWD/state-copia
  sello withdraw 2 --reason lost >/dev/null
  add_bundles 2
  run -1 sello publish sitio
  contains "$output" "of another copy of this registry"
  diff -r before sitio
  # The log says so by itself, where the trust data beside it is older.
  cp -r sitio solo
  cp shared.sello solo/trust.sello
  run -1 sello publish solo
  contains "$output" "does not go on in this registry"
  diff -r before/log solo/log
  run -0 sello status
  contains "$output" "Another copy of this registry publishes"
  run -1 sello log verify sitio
  contains "$output" "does not go on in this registry"
  # The way out: another log key.
  kid=$(sello --json key list | jq -r 'select(.role == "log").kid')
  sello key new --role log >/dev/null 2>&1
  sello key retire "$kid" >/dev/null 2>&1
  run -0 sello status
  lacks "$output" "Another copy of this registry publishes"
}

@test "a backup from before lacks entries: status says so at once, and a new log key is the way out" {
  sello backup old.tar >/dev/null 2>&1
  sello_verify trust add --yes trust.sello >/dev/null 2>&1
  sello withdraw 3 --reason lost >/dev/null
  publish
  sello_verify trust update sitio
  rm -r registro
  sello restore old.tar >/dev/null 2>&1 || true
  sello restore --reconcile --yes --trust sitio/trust.sello >/dev/null 2>&1
  run -0 sello status
  contains "$output" "its log of $(entries) entries does not go on here"
  cp -r sitio before
  run -1 sello publish sitio
  contains "$output" "restored from an older backup"
  contains "$output" "sello key new --role log"
  diff -r before sitio
  kid=$(sello --json key list | jq -r 'select(.role == "log").kid')
  sello key new --role log >/dev/null 2>&1
  sello key retire "$kid" >/dev/null 2>&1
  run -0 sello status
  lacks "$output" "does not go on here"
  sello publish sitio >/dev/null
  whole_log sitio
  run -0 sello_verify trust update sitio
  contains "$output" "was updated"
  equal "withdrawn" "$(sello_verify --json --serial 3 | jq -r .verdict)"
}

@test "a reader shows how far it knows the log" {
  sello_verify trust add --yes trust.sello >/dev/null 2>&1
  run -0 sello_verify trust show "Consejo Artesanal de Prueba"
  contains "$output" "Public log:  $(sello --json log show | jq .entries) entries"
}

@test "who has data of the one copy refuses the other's, and keeps the evidence" {
  add_bundles 1
  mv t.sello both.sello
  cp -r registro copia
  cp -r state state-copia
  add_bundles 1
  mv t.sello one.sello
  export SELLO_REGISTRY=$PWD/copia XDG_STATE_HOME=$PWD/state-copia
  sello withdraw 3 --reason lost >/dev/null
  add_bundles 2
  sello_verify trust add --yes both.sello >/dev/null
  sello_verify trust update one.sello
  run -1 sello_verify trust update t.sello
  contains "$output" "this certifier shows different histories"
  equal 1 "$(find data/sello/trust/evidence -type f | wc -l)"
}

@test "a stretch of the log that no file tells is compared by the tile beside it" {
  /usr/bin/python3 "$SOURCE_DIR/tests/python/log_sites.py" .
  sello_verify trust add --yes before.sello 2>/dev/null
  cp -r data before
  # A file alone: what is not known is said, and the data taken.
  cp otro/trust.sello alone.sello
  run -0 sello_verify trust update alone.sello
  contains "$output" "could not be compared"
  rm -r data && cp -r before data
  # The folder: another history, however far ahead.
  run -1 sello_verify trust update otro
  contains "$output" "this certifier shows different histories"
  equal 2 "$(find data/sello/trust/evidence -type f | wc -l)"
  # A tile that is nobody's proves nothing against anybody.
  cp -r sitio bent
  printf x | dd of=bent/log/tile/0/001 bs=1 seek=70 conv=notrunc status=none
  run -0 sello_verify trust update bent
  contains "$output" "is not of the log"
  rm -r data && cp -r before data
  run -0 sello_verify trust update sitio
  lacks "$output" "compared"
  lacks "$output" "is not of the log"
}

@test "a registry of before gets a log by a new key, and status asks for it" {
  kid=$(sello --json key list | jq -r 'select(.role == "log").kid')
  sello key retire "$kid" >/dev/null 2>&1
  add_bundles 1
  run -0 sello status
  contains "$output" "sello key new --role log"
  publish
  [ ! -e sitio/log ]
  run -0 sello key new --role log
  run -0 sello status
  lacks "$output" "enters no public log"
  add_bundles 1
  publish
  equal "$(entries) entries" "$(go_checks)"
}

@test "a witness signs what goes on from what it saw, and nothing else" {
  publish
  sello log export sitio -o ask 2>/dev/null
  key=$(sello --json log show | jq -r .log_key)
  mkdir witness
  use_folder "$PWD/witness"
  make_certifier "Otra Cooperativa" https://otra.example/ 2>/dev/null
  cp ../ask .
  run -1 sello log cosign ask -o seen
  contains "$output" "--log KEY"
  run -1 sello log cosign ask --log "${key/sello/otro}" -o seen
  contains "$output" "is no log key"
  run -0 sello log cosign ask --log "$key" -o seen
  contains "$output" "before at 0"
  witness=$(sello --json log show | jq -r .witness_key)
  contains "$(cat seen)" "— otra.example/log "
  cd ..
  export SELLO_REGISTRY=$PWD/registro XDG_STATE_HOME=$PWD/state HOME=$PWD
  run -0 sello log add sitio witness/seen
  contains "$output" "Signatures added to the checkpoint in sitio: 1"
  run -0 sello log add sitio witness/seen
  contains "$output" "has these signatures already"
  run -0 sello log verify sitio
  contains "$output" "signatures 2"
  (cd sitio && sha256sum --check --strict --quiet files.sha256)
  contains "$(cat sitio/trust.tlog-proof)" "— otra.example/log "
  equal "$(entries) entries" "$(go_checks)"
  publish
  contains "$(cat sitio/log/checkpoint)" "— otra.example/log "

  # It grows: without a proof nothing is signed, with one it is.
  n=$(entries)
  add_bundles 1
  publish
  sello log export sitio -o witness/ask-without 2>/dev/null
  sello log export sitio --since "$n" -o witness/ask-with 2>/dev/null
  export SELLO_REGISTRY=$PWD/witness/registro XDG_STATE_HOME=$PWD/witness/state
  run -1 sello log cosign witness/ask-without -o seen
  contains "$output" "sello log export FOLDER --since $n"
  run -0 sello log cosign witness/ask-with -o seen
  run -1 sello log cosign witness/ask -o seen
  contains "$output" "is older than what you saw"
}

@test "a witness that is shown two histories signs none, and keeps the evidence" {
  publish
  cp -r registro copia
  cp -r state state-copia
  key=$(sello --json log show | jq -r .log_key)
  sello withdraw 3 --reason lost >/dev/null
  publish
  sello log export sitio -o ask-one 2>/dev/null
  export SELLO_REGISTRY=$PWD/copia XDG_STATE_HOME=$PWD/state-copia
  add_bundles 1
  publish otro
  sello log export otro -o ask-two 2>/dev/null
  equal "$(entries)" "$(entries otro)"
  add_bundles 1
  publish otro
  sello log export otro --since "$(entries)" -o ask-three 2>/dev/null
  mkdir witness
  export SELLO_REGISTRY=$PWD/witness XDG_STATE_HOME=$PWD/state-witness
  sello init --name Testigo --url https://testigo.example/ >/dev/null 2>&1
  sello log cosign ask-one --log "$key" -o seen >/dev/null 2>&1
  run -1 sello log cosign ask-two -o seen-two
  contains "$output" "This certifier shows different histories"
  # Neither does a longer one, with a proof that starts where this one is.
  run -1 sello log cosign ask-three -o seen-two
  contains "$output" "This certifier shows different histories"
  [ ! -e seen-two ]
  equal 2 "$(find witness -name 'evidence-*.log' | wc -l)"
}

@test "an auditor checks the log against what is at hand, and remembers it" {
  sello_verify trust add --yes trust.sello >/dev/null 2>&1
  publish
  run -0 sello_verify log audit sitio sitio/trust.sello
  contains "$output" "the public log is whole, and goes on from what you know: $(entries) entries"
  cp -r sitio old
  sello withdraw 3 --reason lost >/dev/null
  cp -r registro copia
  cp -r state state-copia
  publish
  run -0 sello_verify log audit sitio
  run -0 sello_verify log audit old
  contains "$output" "what lies here is older"
  # The copy's own history: another one than that which was audited.
  export SELLO_REGISTRY=$PWD/copia XDG_STATE_HOME=$PWD/state-copia
  sello withdraw 2 --reason lost >/dev/null
  publish otro
  run -1 sello_verify log audit otro
  contains "$output" "shows different histories"
  equal 1 "$(find data/sello/trust/evidence -name '*.checkpoint' | wc -l)"
  # A byte of it, and nobody's.
  printf x >>"sitio/log/tile/entries/000.p/$(entries)"
  run -1 sello_verify log audit sitio
  contains "$output" "tile/entries/000.p/"
  sello_verify trust remove "Consejo Artesanal de Prueba" --yes >/dev/null 2>&1
  run -1 sello_verify log audit old
  contains "$output" "nobody who is trusted here"
}

@test "witnesses are counted by a policy, and missing ones change nothing" {
  sello_verify trust add --yes trust.sello >/dev/null 2>&1
  publish
  sello log export sitio -o ask 2>/dev/null
  key=$(sello --json log show | jq -r .log_key)
  for n in 1 2 3; do
    SELLO_REGISTRY=$PWD/w$n XDG_STATE_HOME=$PWD/ws$n sello init --name "T$n" \
      --url "https://t$n.example/" >/dev/null 2>&1
    echo "witness W$n $(SELLO_REGISTRY=$PWD/w$n XDG_STATE_HOME=$PWD/ws$n sello --json log show |
      jq -r .witness_key)"
  done >policy
  printf 'group two 2 W1 W2 W3\nquorum two\n' >>policy
  run -0 sello_verify log audit sitio --policy policy
  contains "$output" "Not signed by any of 3 witnesses yet"
  for n in 1 2 3; do
    SELLO_REGISTRY=$PWD/w$n XDG_STATE_HOME=$PWD/ws$n sello log cosign ask --log "$key" -o seen \
      >/dev/null 2>&1
    sello log add sitio seen >/dev/null 2>&1
    equal "$n" "$(sello_verify --json log audit sitio --policy policy | jq .witnessed)"
    [ "$n" != 2 ] || contains "$(sello_verify log audit sitio --policy policy)" \
      "Also seen by 2 of 3 witnesses"
  done
  equal true "$(sello_verify --json log audit sitio --policy policy | jq .quorum)"
  [ "$(wc -c <sitio/trust.tlog-proof)" -lt 1024 ]
  equal authentic "$(sello_verify --trust sitio/trust.sello --json "$(label_text 1)" | jq -r .verdict)"
  # By a policy of the store, wherever the data is told of.
  run -0 sello_verify trust policy
  contains "$output" "no policy"
  run -0 sello_verify trust policy policy
  contains "$output" "3 witnesses"
  label=$(label_text 1)
  run -0 sello_verify "$label"
  contains "$output" "Not signed by any of 3 witnesses yet"
  run -0 sello_verify trust update sitio
  contains "$output" "is up to date"
  run -0 sello_verify trust show "Consejo Artesanal de Prueba"
  contains "$output" "Also seen by 3 of 3 witnesses, the latest on $(in_words today)"
  run -0 sello_verify "$label"
  contains "$output" "Also seen by 3 of 3 witnesses"
  equal "3 3 true" "$(sello_verify --json "$label" | jq -r '"\(.witnesses) \(.witnessed) \(.quorum)"')"
  equal 3 "$(sello_verify --json --trust sitio/trust.sello "$label" | jq .witnessed)"
  # A proof that is none counts for nothing, and changes no verdict.
  proof=$(find data -name '*.tlog-proof')
  cp "$proof" whole
  for at in 30 60 150 200 300; do
    cp whole "$proof"
    printf '*' | dd of="$proof" bs=1 seek=$at conv=notrunc status=none
    equal "authentic 0" "$(sello_verify --json "$label" | jq -r '"\(.verdict) \(.witnessed)"')"
  done
  # Nor does one that is for other data.
  mkdir other
  cp sitio/trust.sello other
  add_bundles 1
  publish
  cp sitio/trust.tlog-proof other
  run -0 sello_verify trust update other
  contains "$output" "does not prove"
  rm "$proof"
  equal "authentic 0" "$(sello_verify --json "$label" | jq -r '"\(.verdict) \(.witnessed)"')"
  run -0 sello_verify trust policy --none
  equal "authentic null" "$(sello_verify --json "$label" | jq -r '"\(.verdict) \(.witnessed)"')"
  printf 'witness X\n' >policy
  run -1 sello_verify log audit sitio --policy policy
  contains "$output" "policy, line 1"
  run -1 sello_verify trust policy policy
  contains "$output" "policy, line 1"
}

# audit_events FOLDER: the site's log, and what the events in the folder give.
audit_events() { sello_verify log audit sitio sitio/trust.sello --events "$1"; }

@test "published data follows from the events, to the byte" {
  sello_verify trust add --yes trust.sello >/dev/null 2>&1
  sello withdraw 3 --reason stolen >/dev/null
  issue_typical 12
  sello sold 4-6 >/dev/null
  sello suspend 5-9 --reason "se revisa" >/dev/null
  add_bundles 1
  cp t.sello middle.sello
  sello resume 8 >/dev/null
  sello returned 5 --reason "no era la talla" >/dev/null
  sello sold 5 >/dev/null
  sello withdraw 9-10 --reason lost >/dev/null
  sello certificate suspend C1 --reason "visita" >/dev/null
  issue_typical 3 || true
  publish
  run -0 sello log export --events -o eventos
  n=$(sello --json log export --events -o otra | jq .events)
  run -0 audit_events eventos
  contains "$output" "From $n events follows, to the byte, the trust data at hand: 2."
  equal 3 "$(sello_verify --json log audit sitio middle.sello sitio/trust.sello --events eventos | jq .remade)"
  run -1 sello log export --events -o eventos
  run -2 sello log export --events --since 3 -o mas

  # Whoever holds the keys may write other events; no data follows from them.
  for change in 10:2 12:3 6:2 7:2 14:1 16:x; do
    cp -r registro bent
    run -0 /usr/bin/python3 "$SOURCE_DIR/tests/python/bend_event.py" bent/registry.db "$change"
    kind=$output
    rm -rf otra
    SELLO_REGISTRY=$PWD/bent sello log export --events -o otra >/dev/null 2>&1
    run -1 audit_events otra
    case $kind in
      bundle.stored) contains "$output" "is not what the events tell of" ;;
      *) contains "$output" "does not follow from the events" ;;
    esac
    rm -r bent
  done
  # Nobody else changes a byte of what was exported.
  for file in checkpoint "tile/0/000.p/$n" "tile/entries/000.p/$n"; do
    cp -r eventos bent
    printf '*' | dd of="bent/$file" bs=1 seek=40 conv=notrunc status=none
    run -1 audit_events bent
    contains "$output" "$file"
    rm -r bent
  done
  cp sitio/log/checkpoint eventos/checkpoint
  run -1 audit_events eventos
  contains "$output" "eventos"
}

# whole_log FOLDER: its log is all that its checkpoint says, and the proof is for its trust file.
whole_log() {
  sello log verify "$1" >/dev/null && (cd "$1" && sha256sum --check --strict --quiet files.sha256)
}

@test "killed at any write, the log is whole as before or as after" {
  need_strace
  publish
  files_of sitio >before
  local call n killed=0
  # Other days each time make new trust data.
  for call in write fsync mkdir renameat2; do
    for n in 1 6 14 26 43; do
      traced -e trace="$call" -e inject="$call:signal=KILL:when=$n" "$SELLO" --no-input \
        --passphrase-file "$PASSPHRASE" publish sitio --fresh-days $((30 + killed % 2)) \
        >/dev/null 2>&1 && break
      killed=$((killed + 1))
      whole_log sitio
    done
  done
  echo "killed $killed times"
  [ "$killed" -ge 11 ]
  publish
  whole_log sitio
  files_of sitio >after
  equal "$(entries) entries" "$(go_checks)"
}
