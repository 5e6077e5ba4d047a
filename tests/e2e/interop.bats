#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What is written for other systems, held against their own software where npm brought it.

load common

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  make_certificate
  sello product add --name 'Miel "oro", «selva»' --gtin 00012345600012 >/dev/null
  grant_certificate --product P2 --producer R1 --scheme S1 >/dev/null
  issue_typical 12
  sello issue C2 --count 1003 --lot 0007 >/dev/null 2>&1
  sello key new --role credential >/dev/null
  if have_others; then
    make_random
  fi
}

# Registries with names and numbers of all kinds; script/interop makes a thousand.
make_random() {
  use_folder "$BATS_FILE_TMPDIR/empty"
  make_certifier 2>/dev/null
  sello scheme add --code 1 --name "Rebozo de «Santa María»" >/dev/null
  sello key new --role credential >/dev/null
  mkdir "$BATS_FILE_TMPDIR/many"
  /usr/bin/python3 -B "$SOURCE_DIR/tests/interop/random_registries.py" "$SELLO" . "$BATS_FILE_TMPDIR/many" 4 1
}

setup() { start_test; }

have_others() {
  [ -d "$SOURCE_DIR/tests/interop/node_modules" ] && command -v node >/dev/null
}

need_others() {
  have_others || skip "other people's readers are not here: npm ci --prefix tests/interop"
}

steps() {
  jq -r '.epcisBody.eventList[] | "\(.action) \(.bizStep) \(.disposition) \(.epcList | length) \(.epcList[0])"' "$1"
}

@test "EPCIS: a label's life is events, which a foreign schema and a foreign hash agree with" {
  sello deliver 1-5 --to R1 >/dev/null
  sello sold 2 >/dev/null 2>&1
  sello withdraw 3 --reason stolen --yes >/dev/null 2>&1
  sello withdraw 4 13 --reason damaged --yes >/dev/null 2>&1
  sello returned 2 --reason "talla" >/dev/null 2>&1
  sello suspend 5 --reason x >/dev/null 2>&1
  sello export epcis -o events.json 2>/dev/null
  equal "ADD commissioning active 12 https://sello.example/v/?s=1
ADD commissioning active 1000 https://id.gs1.org/01/00012345600012/21/13
ADD commissioning active 3 https://id.gs1.org/01/00012345600012/21/1013
OBSERVE shipping in_transit 5 https://sello.example/v/?s=1
DELETE retail_selling retail_sold 1 https://sello.example/v/?s=2
DELETE decommissioning stolen 1 https://sello.example/v/?s=3
DELETE decommissioning damaged 1 https://sello.example/v/?s=4
DELETE decommissioning damaged 1 https://id.gs1.org/01/00012345600012/21/13
ADD commissioning returned 1 https://sello.example/v/?s=2" "$(steps events.json)"
  equal https://sello.example/v/producers/R1 \
    "$(jq -r '.epcisBody.eventList[3].destinationList[0].destination' events.json)"
  need_others
  jq '.epcisBody.eventList[0].disposition = "sold out"' events.json >a-word-that-the-vocabulary-does-not-have.json
  jq '.epcisBody.eventList[0].epcList[0] += "0"' events.json >an-id-of-other-labels.json
  local random=$((9 + $(cat "$BATS_FILE_TMPDIR"/many/*/events.json | jq -s 'map(.epcisBody.eventList | length) | add')))
  equal "$random" "$(node "$SOURCE_DIR/tests/interop/epcis.mjs" events.json "$BATS_FILE_TMPDIR"/many/*/events.json --not a-*.json an-*.json)"
}

@test "EPCIS: the same registry gives the same bytes, wherever it stands" {
  sello export epcis -o one.json 2>/dev/null
  TZ=Asia/Kathmandu sello export epcis -o two.json 2>/dev/null
  cmp one.json two.json
  run sello export epcis -o one.json
  equal 1 "$status" "a file that is there stays"
  equal '{"events":3,"path":"three.json"}' "$(sello --json export epcis -o three.json)"
}

@test "EPCIS: a table has the same events" {
  sello deliver 1-3 --to R1 >/dev/null
  sello --lang en export epcis -o events.json --csv events.csv 2>/dev/null
  jq -r '.epcisBody.eventList[].eventID' events.json >ids
  /usr/bin/python3 -c '
import csv
rows = list(csv.DictReader(open("events.csv", encoding="utf-8-sig")))
assert [r["event"] for r in rows] == open("ids").read().split(), rows
assert rows[1]["product name"] == "Miel \"oro\", «selva»" and rows[1]["lot"] == "\x270007", rows[1]
assert rows[3]["what"] == "delivered" and rows[3]["labels"] == "3", rows[3]'
  sello --lang es export epcis --csv - | head -n 1 | grep -q '^fecha,qué,'
}

@test "EPCIS: a time, and what does not go" {
  equal 0 "$(sello export epcis -o - --to 2020-01-01 2>/dev/null | jq '.epcisBody.eventList | length')"
  equal 3 "$(sello export epcis -o - --from 2020-01-01 2>/dev/null | jq '.epcisBody.eventList | length')"
  equal 0 "$(sello export epcis -o - --from 2999-01-01 2>/dev/null | jq '.epcisBody.eventList | length')"
  run sello export epcis -o - --from 2026-02-02 --to 2026-01-01
  equal 2 "$status"
  run sello export epcis
  equal 2 "$status"
  run sello export epcis B1 -o -
  equal 2 "$status"
  run sello export batches --csv - --from 2026-01-01
  equal 2 "$status"
  run sello exportar epcis -o - --desde 2999-01-01
  equal 0 "$status"
}

@test "EPCIS: a producer who is not public stays unnamed" {
  sello producer edit R1 --no-public >/dev/null
  sello deliver 1-3 --to R1 >/dev/null
  sello export epcis -o events.json --csv events.csv 2>/dev/null
  equal 0 "$(grep -c -e producers/R1 -e Taller events.json events.csv | awk -F: '{n += $2} END {print n}')"
  equal null "$(jq '.epcisBody.eventList[3].destinationList' events.json)"
}

payload() {
  cut -d. -f2 "$1" | tr -- '-_' '+/' | base64 -d 2>/dev/null
}

# export_at URL FOLDER: what a registry at that address exports.
export_at() {
  rm -rf other
  sello init -r other --name Otro --url "$1" >/dev/null 2>&1
  sello -r other key new --role credential >/dev/null
  sello -r other export untp "$2" --country MX >/dev/null 2>&1
}

@test "UNTP: credentials that foreign readers check, and that stop holding with their certificates" {
  equal '{"certificates":2,"stopped":0,"products":2,"path":"out"}' \
    "$(sello --json export untp out --country MX)"
  equal did:web:sello.example:v "$(jq -r .id out/did.json)"
  equal "did:web:sello.example:v#$(jq -r .kid <(sello --json key list | grep credential))" \
    "$(jq -r '.assertionMethod[0]' out/did.json)"
  equal "Taller Hernández" "$(payload out/credentials/C1.jwt | jq -r .credentialSubject.issuedToParty.name)"
  equal https://id.gs1.org/01/00012345600012 "$(payload out/products/P2.jwt | jq -r .credentialSubject.id)"
  sello certificate suspend C1 --reason inspection >/dev/null 2>&1
  sello certificate withdraw C2 --reason fraud --yes >/dev/null 2>&1
  sello export untp stopped --country MX >/dev/null 2>&1
  sello certificate resume C1 >/dev/null 2>&1
  sello export untp resumed --country MX >/dev/null 2>&1
  # Whoever kept the credentials of before asks the lists of today.
  cp -r resumed earlier && cp out/credentials/C?.jwt earlier/credentials
  export_at https://otro.example root
  export_at https://otro.example:8443/a/b deep
  equal did:web:otro.example "$(jq -r .id root/.well-known/did.json)"
  equal did:web:otro.example%3A8443:a:b "$(jq -r .id deep/did.json)"
  need_others
  # Somebody else's status, and a bit that is turned.
  cp -r out other-name && cp out/credentials/C2.jwt other-name/credentials/C1.jwt
  cp -r out turned-bit && sed -i 's/A/B/' turned-bit/credentials/C1.jwt
  node "$SOURCE_DIR/tests/interop/untp.mjs" out stopped resumed earlier root deep "$BATS_FILE_TMPDIR"/many/*/untp \
    --not other-name turned-bit >said
  equal "out/credentials/C1 holds
out/credentials/C2 holds
out/products/P1 holds
out/products/P2 holds
stopped/credentials/C1 is under suspension
stopped/credentials/C2 is under revocation
stopped/products/P1 is under suspension
stopped/products/P2 is under suspension
resumed/credentials/C1 holds
resumed/credentials/C2 is under revocation
resumed/products/P1 holds
resumed/products/P2 is under suspension
earlier/credentials/C1 holds
earlier/credentials/C2 is under suspension
earlier/products/P1 holds
earlier/products/P2 is under suspension" "$(head -n 16 said)"
}

@test "UNTP: who is not public has a number, and what was not granted no credential" {
  sello producer edit R1 --no-public >/dev/null
  sello certificate apply --product P1 --producer R1 --scheme S1 >/dev/null 2>&1
  sello export untp out --country MX >/dev/null 2>&1
  equal R1 "$(payload out/credentials/C1.jwt | jq -r .credentialSubject.issuedToParty.name)"
  equal "C1.jwt C2.jwt revoked.jwt status.jwt" "$(cd out/credentials && echo *)"
}

@test "UNTP: the same registry gives the same bytes" {
  sello export untp one --country MX >/dev/null 2>&1
  sello export untp two --country MX >/dev/null 2>&1
  diff -r one two
}

@test "UNTP: what does not go" {
  run sello export untp out
  equal 2 "$status" "no country"
  run sello export untp out --country mex
  equal 1 "$status" "no code of a country"
  run sello export untp --country MX
  equal 2 "$status" "no folder"
  run sello export batches --csv - --country MX
  equal 2 "$status"
  sello init -r other --practice --name Otro --url https://otro.example/v/ >/dev/null 2>&1
  run sello -r other export untp out --country MX
  equal 1 "$status" "a practice registry"
  contains "$output" "practice registry"
  sello init -r third --name Otro --url https://otro.example/v/ >/dev/null 2>&1
  run sello -r third export untp out --country MX
  contains "$output" "sello key new --role credential"
  [ ! -e out ]
}

@test "a key for credentials signs nothing else, and readers of the trust file take it as it is" {
  sello trust export -o trust.sello >/dev/null
  equal authentic "$(sello_verify --trust trust.sello --json "$(label_text 1)" | jq -r .verdict)"
  rm registro/keys/label-1.key
  run sello issue C1 --count 1
  equal 1 "$status"
  contains "$output" "No label key"
}

@test "UNTP: publish puts the same beside the page, and asks for what it needs" {
  mkdir page
  echo '<!doctype html><html lang="es"><head><title>Sello</title></head><body></body></html>' >page/index.html
  run -1 sello publish sitio --page page --credentials mex
  contains "$output" "is no country's code"
  [ ! -e sitio ]
  sello publish sitio --page page --credentials MX --dry-run >/dev/null 2>&1
  [ ! -e sitio ]
  sello publish sitio --page page --credentials MX >/dev/null 2>&1
  sello export untp out --country MX >/dev/null 2>&1
  for part in did.json credentials products; do diff -r "out/$part" "sitio/$part"; done
  (cd sitio && sha256sum --check --strict --quiet files.sha256)
  grep -q '  did.json$' sitio/files.sha256
  sello publicar sitio --pagina page >/dev/null 2>&1
  [ ! -e sitio/did.json ]
}
