#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Certifiers that vouch for certifiers: an umbrella body, two that it vouches for, and a stranger.

load common

# as NAME COMMAND...: with that certifier's registry.
as() {
  SELLO_REGISTRY=$PWD/$1 XDG_STATE_HOME=$PWD/state-$1 sello "${@:2}"
}

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  for name in union tejedoras alfareros ajenos; do
    as "$name" init --name "Los ${name^}" --url "https://$name.example/v/" >/dev/null
  done
  mkdir otros
  SELLO_REGISTRY=$PWD/tejedoras XDG_STATE_HOME=$PWD/state-tejedoras make_certificate
  as tejedoras issue C1 --count 1 >/dev/null 2>&1
  as tejedoras --json label show 1 | jq -r .text >label.txt
  for name in tejedoras alfareros ajenos; do
    as "$name" trust export -o "otros/$name.sello" >/dev/null
  done
  as union endorse add otros/tejedoras.sello >/dev/null
  as union endorse add --fingerprint "$(fingerprint alfareros)" --name "Los Alfareros" \
    --url https://alfareros.example/v/ >/dev/null
  as union trust export -o union.sello >/dev/null
}

setup() { start_test; }

fingerprint() {
  sello_verify trust add --no-input --yes --json "otros/$1.sello" >/dev/null 2>&1
  sello_verify trust show --json "Los ${1^}" | jq -r .fingerprint
  sello_verify trust remove --yes "Los ${1^}" >/dev/null 2>&1
}

trust_union() { sello_verify trust add --yes union.sello >/dev/null 2>&1; }

trusted() { sello_verify trust list --json | jq -r .certifier | sort | tr '\n' ' '; }

# rows [FILE]: names and states, by the reference.
rows() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - "${1:-union.sello}" <<'PYTHON'
import sys
from sello_ref import trust
rows = trust.open_trust(open(sys.argv[1], "rb").read()).bundle.endorsements
assert [r.fingerprint for r in rows] == sorted(r.fingerprint for r in rows)
print(" ".join(sorted(f"{r.name}:{r.state}" for r in rows)))
PYTHON
}

@test "who is vouched for is in the trust file, in order of fingerprint" {
  equal "Los Alfareros:0 Los Tejedoras:0" "$(rows)"
  run -0 as union endorse list
  contains "$output" "E1  Los Tejedoras"
  contains "$output" "since $(in_words today)"
  equal '["endorsed","endorsed"]' "$(as union --json endorse list | jq -sc 'map(.state)')"
  as union trust export --status-only -o status.sello >/dev/null
  equal "" "$(rows status.sello)"
}

@test "adding one that a trusted certifier vouches for says so, and no hash need be compared" {
  trust_union
  run -0 --separate-stderr sello_verify trust add --yes otros/tejedoras.sello
  contains "$stderr" "Vouched for by Los Union since $(in_words today)"
  run -0 --separate-stderr sello_verify trust add --yes otros/ajenos.sello
  lacks "$stderr" "Vouched"
}

@test "a label of one that is vouched for is of an unknown certifier, and who to ask is named" {
  trust_union
  run -32 sello_verify "$(<label.txt)"
  contains "$output" "Los Tejedoras, https://tejedoras.example/v/"
  contains "$output" "vouched for by Los Union since"
  run -32 sello_verify --json "$(<label.txt)"
  equal '["Los Union","Los Tejedoras","https://tejedoras.example/v/"]' \
    "$(jq -c '.endorsed_by|[.certifier,.name,.url]' <<<"$output")"
  equal null "$(jq .certifier <<<"$output")"
}

@test "all whom it vouches for are taken from a folder, and no other" {
  trust_union
  mkdir -p copia/sitio && mv otros/alfareros.sello copia/sitio/trust.sello
  mv otros/tejedoras.sello otros/ajenos.sello copia/
  run -0 sello_verify trust add --endorsed-by "Los Union" copia
  contains "$output" "Los Union does not vouch for Los Ajenos"
  contains "$output" "2 certifiers that Los Union vouches for were added."
  equal "Los Alfareros Los Tejedoras Los Union " "$(trusted)"
  equal authentic "$(sello_verify --json "$(<label.txt)" | jq -r .verdict)"
  run -1 sello_verify trust add --endorsed-by "Los Union" copia/ajenos.sello
  run -1 sello_verify trust add --endorsed-by "Nadie" copia
}

@test "each that is taken so is held to every rule of identity" {
  trust_union
  as ajenos init --name "Los Tejedoras" --url "https://otro.example/" -r "$PWD/falso" >/dev/null
  SELLO_REGISTRY=$PWD/falso sello trust export -o falso.sello >/dev/null
  sello_verify trust add --yes falso.sello 2>/dev/null
  run -1 sello_verify trust add --endorsed-by "Los Union" otros
  contains "$output" "its name is that of Los Tejedoras"
  contains "$output" "1 certifier that Los Union vouches for was added."
}

@test "an endorsement that has ended gives nothing" {
  run -0 as union endorse end E1 --dry-run
  contains "$output" "Nothing is changed by this"
  as union endorse end E1 >/dev/null
  run -1 as union endorse end E1
  contains "$output" "has ended already"
  as union trust export -o union.sello >/dev/null
  equal "Los Alfareros:0 Los Tejedoras:1" "$(rows)"
  trust_union
  run -0 --separate-stderr sello_verify trust add --yes otros/tejedoras.sello
  lacks "$stderr" "Vouched"
  sello_verify trust remove --yes "Los Tejedoras" 2>/dev/null
  equal null "$(sello_verify --json "$(<label.txt)" | jq .endorsed_by)"
  run -0 sello_verify trust add --endorsed-by "Los Union" otros
  equal "Los Alfareros Los Union " "$(trusted)"
  as union endorse add otros/tejedoras.sello >/dev/null
  equal '["E1","E2"]' "$(as union --json endorse list | jq -sc 'map(.id)')" "the same one again"
}

@test "nobody vouches for themselves, twice, or for a practice registry" {
  run -1 as union endorse add union.sello
  contains "$output" "can't vouch for itself"
  run -1 as union endorse add otros/tejedoras.sello
  contains "$output" "vouched for already"
  as practica init --practice --name "La Escuela" --url "https://escuela.example/" >/dev/null
  as practica trust export -o practica.sello >/dev/null
  run -1 as union endorse add practica.sello
  contains "$output" "practice registry"
  run -1 as practica endorse add otros/tejedoras.sello
  run -2 as union endorse add
  run -2 as union endorse add otros/ajenos.sello --name X
  run -1 as union endorse add --fingerprint 12 --name X --url https://x.example/
  contains "$output" "64 hex digits"
  run -1 as union endorse add --fingerprint "$(printf '%064d' 7)" --name X --url http://x.example/
}

@test "an endorsement has its event, and a registry that was edited is found out" {
  equal 2 "$(as union --json history | grep -c 'endorsement.added')"
  as union check --all >/dev/null
  sqlite3 union/registry.db "UPDATE endorsement SET name = 'Otros' WHERE number = 1"
  run -1 as union check --all
  contains "$output" "An endorsement is not as its last event has it."
}
