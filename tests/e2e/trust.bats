#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The verifier's trust store: who gets in, what replaces what, and what stays when refused.

load common

setup_file() {
  make_template
  (
    use_folder "$BATS_FILE_TMPDIR/template"
    sello_verify --trust trust.sello --json "$(label_text 1)" | jq -r .fingerprint >fingerprint
  )
}

setup() {
  start_test
  NAME="Consejo Artesanal de Prueba"
  FINGERPRINT=$(<fingerprint)
  STORE=$XDG_DATA_HOME/sello/trust
}

trust() { sello_verify trust "$@"; }
store_sum() { (cd "$STORE" 2>/dev/null && find . -maxdepth 1 -type f ! -name lock -exec sha256sum {} + | sort) || true; }

# refused WORDS COMMAND...: exit 1 with these words, and the store is as before.
refused() {
  local words=$1 before
  before=$(store_sum)
  shift
  run -1 trust "$@" </dev/null
  contains "$output" "$words"
  equal "$before" "$(store_sum)" "the store changed"
}

# other_certifier FILE NAME...: a trust file with a registry of its own.
other_certifier() (
  file=$PWD/$1
  shift
  use_folder "$BATS_TEST_TMPDIR/other$RANDOM"
  make_certifier "$@"
  sello trust export -o "$file" >/dev/null
)

# made_certifier FILE NAME [LATER-NAME...]: a trust file made by Python, always with the same keys.
# Each later name is that of a newer root.
made_certifier() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - "$@" <<'PYTHON'
import sys
from vector_rows import fixtures
certifier = lambda name: {1: name, 2: "https://otro.example/", 3: ""}
roots = [fixtures.first_root(CERTIFIER=certifier(sys.argv[2]))]
for name in sys.argv[3:]:
    roots.append(fixtures.next_root(roots[-1], ["ana"], CERTIFIER=certifier(name)))
open(sys.argv[1], "wb").write(fixtures.trust_file(*roots, VERSION=len(roots)))
PYTHON
}

# twin COMMAND...: runs it in a copy of the registry that knows nothing of what the other one does.
twin() (
  [ -d "$BATS_TEST_TMPDIR/twin" ] || cp -a . "$BATS_TEST_TMPDIR/twin"
  use_folder "$BATS_TEST_TMPDIR/twin"
  "$@"
)

@test "adding needs a yes" {
  refused "Nothing was changed" add trust.sello
  contains "$output" "$NAME"
  contains "$output" "$(cut -c1-4 <<<"$FINGERPRINT")"
  refused "Nothing was changed" add trust.sello --no-input
  trust add trust.sello --yes
  equal "$FINGERPRINT.sello" "$(ls -I lock "$STORE")"
  run -0 sello_verify "$(label_text 1)"
  lacks "$output" "this run only"
}

@test "on a terminal the question is asked, and only yes means yes" {
  ask() { script -qec "stty cols 1000; $SELLO_VERIFY trust add trust.sello" /dev/null; }
  echo n | ask || true
  equal "" "$(ls -I lock "$STORE")"
  echo | ask || true
  equal "" "$(ls -I lock "$STORE")"
  echo y | ask
  equal "$FINGERPRINT.sello" "$(ls -I lock "$STORE")"
}

@test "--expect takes the fingerprint in groups, in full, and a root's hash; no other" {
  groups=$(sed 's/.\{4\}/& /g' <<<"${FINGERPRINT:0:32}")
  changed=${FINGERPRINT:0:63}$(tr 0-9a-f 1-9a-f0 <<<"${FINGERPRINT:63}")
  refused "does not have the hash" add trust.sello --expect "$changed"
  refused "does not have the hash" add trust.sello --expect "$(printf '0%.0s' {1..64})"
  refused "32 to 64 hex digits" add trust.sello --expect "${FINGERPRINT:0:31}"
  refused "32 to 64 hex digits" add trust.sello --expect "${FINGERPRINT}0"
  refused "32 to 64 hex digits" add trust.sello --expect ""
  for expected in "$groups" "$FINGERPRINT" "${FINGERPRINT^^}"; do
    trust add trust.sello --expect "$expected"
    trust remove "$FINGERPRINT" --yes
  done
  second=$(/usr/bin/python3 -c '
import cbor2, hashlib, sys
first, second = cbor2.load(sys.stdin.buffer), cbor2.load(sys.stdin.buffer)
print(hashlib.sha256(second.value[2]).hexdigest())' <trust.sello)
  trust add trust.sello --expect "$second"
}

@test "--expect is held to also where the certifier is trusted already" {
  trust add trust.sello --yes
  refused "does not have the hash" add trust.sello --expect "$(printf '0%.0s' {1..64})"
  trust add trust.sello --expect "$FINGERPRINT"
}

@test "list, show and remove, by name, by fingerprint and by alias" {
  equal "" "$(trust list 2>/dev/null)"
  trust add trust.sello --yes
  contains "$(trust list)" "$NAME"
  equal "[\"$NAME\",\"$FINGERPRINT\",2,1,2,1,3]" "$(trust list --json | jq -c \
    '[.certifier,.fingerprint,.root_version,.threshold,.members,.bundle_version,.highest_serial]')"
  contains "$(trust show "$NAME")" "label key, active"
  equal "$(trust list --json)" "$(trust show --json "consejo  artesanal de PRUEBA")"
  refused "trust list" show Nadie
  refused "Nothing was changed" remove "$NAME"
  trust remove "${FINGERPRINT:0:32}" --yes
  equal "" "$(ls -I lock "$STORE")"
  trust add trust.sello --yes --as "Las de la sierra"
  trust remove "las de la sierra" --yes
  equal "" "$(ls -I lock "$STORE")"
}

@test "a name that looks like a trusted one needs another name" {
  trust add trust.sello --yes
  other_certifier otro.sello "CONSEJO  Artesanál de Prueba" https://otro.example/
  refused "another name with --as" add otro.sello --yes
  refused "another name with --as" add otro.sello --yes --as "consejo artesanal de prueba"
  trust add otro.sello --yes --as "El otro consejo"
  equal 2 "$(trust list --json | wc -l)"
  equal "El otro consejo" "$(trust show --json "El otro consejo" | jq -r .alias)"
}

@test "a trusted certifier's own name stays taken when it is called by another" {
  trust add trust.sello --yes --as "Mi consejo"
  other_certifier otro.sello "$NAME" https://otro.example/
  refused "another name with --as" add otro.sello --yes
}

@test "a trusted key under another fingerprint is refused, whatever it is called" {
  made_certifier uno.sello "Consejo Uno"
  made_certifier dos.sello "Consejo Dos"
  trust add uno.sello --yes
  refused "under another fingerprint" add dos.sello --yes
  refused "under another fingerprint" add dos.sello --yes --as Otro
}

@test "update takes a newer file, passes over the same, and refuses an older one" {
  cp trust.sello first.sello
  refused "not trusted here yet" update trust.sello
  trust add first.sello --yes
  issue_typical 1
  sello trust export -o trust.sello
  run -11 sello_verify "$(label_text 4)"
  trust update trust.sello
  run -0 sello_verify "$(label_text 4)"
  run -0 trust update trust.sello
  contains "$output" "up to date"
  refused "older" update first.sello
  refused "older" add first.sello --yes
}

@test "of several files for one update, an older one is held to the newer one before it" {
  cp trust.sello first.sello
  sello trust export -o second.sello
  sello trust export -o third.sello
  trust add first.sello --yes
  run -1 trust update third.sello second.sello
  contains "$output" "older"
  equal 3 "$(trust list --json | jq .bundle_version)"
}

@test "of several files for one update, one that is refused does not hold up the others" {
  cp trust.sello first.sello
  sello trust export -o second.sello
  sello trust export -o third.sello
  trust add second.sello --yes
  run -1 trust update first.sello none.sello third.sello
  contains "$output" "older"
  equal 3 "$(trust list --json | jq .bundle_version)"
}

@test "a newer root may rename its certifier, but not to a name that is taken" {
  made_certifier uno.sello "Consejo Uno"
  made_certifier renamed.sello "Consejo Uno" "Consejo Nuevo"
  made_certifier taken.sello "Consejo Uno" "$(printf 'Consejo  Artesa\u00adnal de PRUEBA')"
  trust add trust.sello --yes
  trust add uno.sello --yes
  refused "the name of another one" update taken.sello
  trust update renamed.sello
  contains "$(trust list)" "Consejo Nuevo"
}

@test "a newer root is taken, and an older one refused" {
  cp trust.sello first.sello
  trust add first.sello --yes
  sello scheme add --code 2 --name "Sarape"
  sello trust export -o trust.sello
  trust update trust.sello
  equal 3 "$(trust list --json | jq .root_version)"
  refused "older" update first.sello
}

@test "an update keeps the name given here" {
  trust add trust.sello --yes --as "Mi consejo"
  sello trust export -o trust.sello
  trust update trust.sello
  equal "Mi consejo" "$(trust list --json | jq -r .alias)"
}

@test "two bundles of one version: refused, and the other one kept as evidence" {
  twin true
  issue_typical 1
  sello trust export -o trust.sello
  twin sello trust export -o trust.sello
  trust add trust.sello --yes
  refused "another bundle" update "$BATS_TEST_TMPDIR/twin/trust.sello"
  equal 1 "$(find "$STORE/evidence" -type f | wc -l)"
  cmp "$STORE"/evidence/*.sello "$BATS_TEST_TMPDIR/twin/trust.sello"
  refused "another bundle" update "$BATS_TEST_TMPDIR/twin/trust.sello"
  equal 1 "$(find "$STORE/evidence" -type f | wc -l)"
}

@test "what was said is taken back: refused, and kept as evidence" {
  twin true
  issue_typical 1
  sello withdraw 1 --reason stolen
  sello trust export -o trust.sello
  twin sello trust export -o trust.sello
  twin sello trust export -o trust.sello
  trust add trust.sello --yes
  refused "takes back" update "$BATS_TEST_TMPDIR/twin/trust.sello"
  refused "takes back" add "$BATS_TEST_TMPDIR/twin/trust.sello"
  cmp "$STORE"/evidence/*.sello "$BATS_TEST_TMPDIR/twin/trust.sello"
}

@test "two roots of one version: a fork, refused, and kept as evidence" {
  twin sello scheme add --code 2 --name "Sarape"
  sello scheme add --code 2 --name "Huipil"
  sello trust export -o trust.sello
  twin sello trust export -o trust.sello
  twin sello trust export -o trust.sello
  trust add trust.sello --yes
  refused "another root" update "$BATS_TEST_TMPDIR/twin/trust.sello"
  equal 1 "$(find "$STORE/evidence" -type f | wc -l)"
}

@test "the newest root is compared when its hash is given too" {
  sello scheme add --code 2 --name "Sarape"
  sello trust export -o trust.sello
  twin true
  sello scheme add --code 3 --name "Huipil"
  sello trust export -o trust.sello
  newest=$(sello_verify --trust trust.sello --json "$(label_text 1)" | jq -r .root_hash)
  twin sello scheme add --code 3 --name "Otra"
  twin sello trust export -o trust.sello
  forked=$BATS_TEST_TMPDIR/twin/trust.sello
  refused "does not have the hash" add "$forked" --expect "$FINGERPRINT" --expect "$newest"
  run -0 trust add "$forked" --expect "$FINGERPRINT"
  contains "$output" "The newest root was not compared"
  trust remove "$FINGERPRINT" --yes
  run -0 trust add trust.sello --expect "$FINGERPRINT" --expect "${newest:0:32}"
  lacks "$output" "The newest root was not compared"
  contains "$(trust show "$FINGERPRINT")" "Root 4:      $(fold -w4 <<<"${newest:0:32}" | paste -sd' ')"
}

# made_by_eva FILE [label]: a trust file of another certifier; its second root has a stolen key.
made_by_eva() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - "$@" <<'PYTHON'
import sys
from vector_rows import fixtures as f
from vector_rows.trust_names import file, other
roots = [other("Tienda Equis")]
if len(sys.argv) > 2:
    keys = [*roots[0].claims[5], f.label_key()]
    roots.append(f.next_root(roots[0], ["eva", "label"], KEYS=keys))
open(sys.argv[1], "wb").write(f.trust_file(*roots, signer="status2", status_signer="status2", VERSION=len(roots)))
PYTHON
}

@test "an update that brings another certifier's key is refused" {
  made_certifier victim.sello "Consejo de la Víctima"
  made_by_eva eva.sello
  made_by_eva stolen.sello label
  trust add victim.sello --yes
  trust add eva.sello --yes
  refused "has a key of Consejo de la Víctima" update stolen.sello
  refused "has a key of Consejo de la Víctima" add stolen.sello
  refused "has a key of Consejo de la Víctima" add stolen.sello --yes
}

@test "a certifier named like a fingerprint is refused, and its name answers for nobody" {
  digits=${FINGERPRINT:0:32}
  made_certifier hex.sello "$digits"
  refused "could be taken for a fingerprint" add hex.sello --yes
  refused "could be taken for a fingerprint" add hex.sello --yes --as Otro
  trust add trust.sello --yes
  made_certifier eva.sello "Otro Consejo"
  refused "could be taken for a fingerprint" add eva.sello --yes --as "$digits"
  trust add eva.sello --yes --as "Mi nombre"
  printf %s "$digits" >"$(echo "$STORE"/*.alias)" # as an older version would have taken it
  run -0 sello_verify trust show "$digits" --json
  equal "$FINGERPRINT" "$(jq -r .fingerprint <<<"$output")"
  run -1 sello_verify trust show "${digits//[0-9]/0}"
  contains "$output" "No certifier called"
}

@test "a name that looks like that of another needs one of the reader's; letters of two scripts are said" {
  trust add trust.sello --yes
  for name in $'Consejo Artesanal de Prueba\u2800' 'Consejo Artesanal de Prueba.' 'Consejo ArtesanaI de Prueba' \
    $'C\u043ensejo Artesanal de Prueba' $'Consejo\u3164Artesanal de Prueba' $'Consejo Artesana\u029f de Prueba' 'CONSEJO ARTESANA1 DE PRUEBA'; do
    made_certifier eva.sello "$name"
    refused "looks like it" add eva.sello --yes
  done
  made_certifier eva.sello $'C\u043ensejo Artesanal de Prueba'
  run -0 sello_verify trust add eva.sello --yes --as Otro
  contains "$output" "letters of more than one script"
  run -0 sello_verify trust list
  contains "$output" "its own name has letters of more than one script"
  run -0 sello_verify trust show Otro --json
  equal true "$(jq .mixed_scripts <<<"$output")"
  run -0 sello_verify trust show "Consejo Artesanal de Prueba" --json
  equal null "$(jq .mixed_scripts <<<"$output")"
}

@test "a file that is none, cut short or changed is refused" {
  trust add trust.sello --yes
  head -c 1000 trust.sello >cut.sello
  { cat trust.sello && echo; } >long.sello
  echo hola >hola.sello
  : >empty.sello
  for file in cut long hola empty missing; do
    refused "$file.sello" update $file.sello
    refused "$file.sello" add $file.sello --yes
  done
}

@test "a damaged file in the store is a warning, and the others still count" {
  other_certifier otro.sello "Otro Consejo" https://otro.example/
  trust add otro.sello --yes
  trust add trust.sello --yes
  other=$(trust show --json "Otro Consejo" | jq -r .fingerprint)
  head -c 500 otro.sello >"$STORE/$other.sello"
  run -0 --separate-stderr sello_verify --json "$(label_text 1)"
  equal authentic "$(jq -r .verdict <<<"$output")"
  contains "$stderr" "$other.sello"
  trust add otro.sello --yes
  equal 2 "$(trust list --json 2>/dev/null | wc -l)"
}

@test "the store and its files are their owner's alone" {
  umask 000
  trust add trust.sello --yes
  equal "700 600" "$(stat -c %a "$STORE" "$STORE/$FINGERPRINT.sello" | xargs)"
}

@test "several --trust files count together, and the store not at all" {
  other_certifier otro.sello "Otro Consejo" https://otro.example/
  trust add trust.sello --yes
  run -32 sello_verify --trust otro.sello "$(label_text 1)"
  run -0 sello_verify --trust otro.sello --trust trust.sello "$(label_text 1)"
  run -1 sello_verify --trust missing.sello "$(label_text 1)"
}

# failed CODE FIELD COMMAND...: in JSON, exit 1 and one object on standard output that tells why.
failed() {
  run -1 --separate-stderr sello_verify --json trust "${@:3}" </dev/null
  equal "$1 $2" "$(jq -r '"\(.error) \(.field)"' <<<"$output")"
  contains "$stderr" "$(jq -r .message <<<"$output")"
}

@test "in JSON a command that fails says why on standard output" {
  cp trust.sello first.sello
  sello trust export -o trust.sello >/dev/null
  failed not-confirmed yes add trust.sello
  failed other-hash expect add trust.sello --expect "$(printf '0%.0s' {1..64})"
  failed other-certifier FILE update trust.sello
  trust add trust.sello --yes
  failed older-bundle null update first.sello
  failed not-trusted CERTIFIER show Nadie
  failed not-trusted CERTIFIER remove Nadie
  failed not-confirmed yes remove "$NAME"
  head -c 500 trust.sello >cut.sello
  run -1 --separate-stderr sello_verify --json trust add cut.sello --yes
  contains "$(jq -r .message <<<"$output")" cut.sello
  mkfifo pipe
  rm -rf "$STORE" && mv pipe "$STORE"
  failed store-unread null list
}
