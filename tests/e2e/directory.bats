#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The certifier's list: what a trust file tells everybody of the certificates, and what verifiers
# take from it for a label that leaves it out.

load common

setup_file() {
  make_template
  sello issue C1 --count 1 --lean >/dev/null 2>&1 # serial 4
  sello trust export -o trust.sello >/dev/null
}

setup() { start_test; }

# from_list SERIAL [FILTER]: what is told of its label from the list.
from_list() {
  sello_verify --trust trust.sello --json "$(label_text "$1")" | jq -c ".from_list${2:-}"
}

export_trust() { sello trust export -o trust.sello "$@" >/dev/null; }

# list [FILE]: the rows of the list, by the reference.
list() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - "${1:-trust.sello}" <<'PYTHON'
import json, sys
from sello_ref import trust
for row in trust.open_trust(open(sys.argv[1], "rb").read()).bundle.certificates:
    print(json.dumps(list(row), ensure_ascii=False, separators=(",", ":")))
PYTHON
}

@test "what a lean label leaves out is told, as from the list of its date" {
  run -0 sello_verify --trust trust.sello "$(label_text 4)"
  contains "$output" "From the certifier's list of $(in_words today), not from the label:"
  contains "$output" "    Product:      Rebozo de bolita"
  contains "$output" "    Producer:     Taller Hernández"
  contains "$output" "    Certificate:  in force"
  equal '"Rebozo de bolita"' "$(from_list 4 .product)"
  equal '"Taller Hernández"' "$(from_list 4 .producer)"
  equal '"Santa María del Río"' "$(from_list 4 .origin)"
  equal '"granted"' "$(from_list 4 .state)"
  equal null "$(sello_verify --trust trust.sello --json "$(label_text 4)" | jq .product)" "not the label's"
}

@test "what the label says itself is not told from the list" {
  run -0 sello_verify --trust trust.sello "$(label_text 1)"
  equal 1 "$(grep -c "Rebozo de bolita" <<<"$output")"
  equal '["date","state"]' "$(from_list 1 '|keys')"
}

@test "who is on it: what was granted, with what is public, sorted by number" {
  sello producer add --name "No Se Dice" --origin "Tenancingo" --state "México" >/dev/null
  for product in Chal Gabán Quexquémitl; do sello product add --name "$product" >/dev/null; done
  grant_certificate --product P2 --producer R2 --scheme S1 >/dev/null # C2
  sello certificate suspend C2 --reason "taller en obra" >/dev/null
  grant_certificate --product P3 --producer R1 --scheme S1 >/dev/null # C3
  sello certificate withdraw C3 --reason producer-request >/dev/null
  sello certificate apply --product P4 --producer R1 --scheme S1 >/dev/null # C4: never granted
  sello certificate renew C1 --until 2036-12-31 >/dev/null
  export_trust
  equal '[1,0,1,"Rebozo de bolita","Taller Hernández","Santa María del Río",24471,{}]
[2,1,1,"Chal","","Tenancingo",0,{"4":"México"}]
[3,2,1,"Gabán","Taller Hernández","Santa María del Río",0,{}]' "$(list)"
}

@test "a certificate's state and date are told, and change no verdict" {
  sello certificate renew C1 --until 2030-12-31 >/dev/null
  export_trust
  run -0 sello_verify --trust trust.sello "$(label_text 4)"
  contains "$output" "Certificate:  in force until 31 Dec 2030"
  equal '"2030-12-31"' "$(from_list 4 .until)"
  run -0 sello_verify --trust trust.sello --lang es "$(label_text 4)"
  contains "$output" "De la lista del certificador del $(in_words today es), no de la etiqueta:"
  contains "$output" "vigente hasta el 31 dic 2030"
}

@test "without the list nothing is told from it" {
  export_trust --no-directory
  equal "" "$(list)"
  equal null "$(from_list 4)"
  run -2 sello trust export --again --no-directory -o otra.sello
}

@test "status alone keeps the list that was stored, and is no larger for it" {
  sello_verify trust add --yes trust.sello 2>/dev/null
  sello trust export --status-only -o before.sello >/dev/null
  many_certificates
  sello trust export --status-only -o status.sello >/dev/null
  equal "$(stat -c %s before.sello)" "$(stat -c %s status.sello)"
  equal "" "$(list status.sello)"
  sello_verify trust update status.sello 2>/dev/null
  equal '"Rebozo de bolita"' "$(sello_verify --json "$(label_text 4)" | jq .from_list.product)"
}

# many_certificates: 1,000 of them, of 200 producers and 300 products, behind the tool's back.
many_certificates() {
  sqlite3 "$SELLO_REGISTRY/registry.db" "PRAGMA journal_mode = TRUNCATE;
    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 202)
    INSERT INTO producer SELECT i, 'Taller de ' || hex(randomblob(8)) || ' e hijas', 'Comunidad de ' ||
      hex(randomblob(5)), 'San Luis Potosí', i % 5 > 0, NULL, '' FROM n;
    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 302)
    INSERT INTO product SELECT i, 'Rebozo ' || hex(randomblob(8)) || ' de seda', '', NULL, '', '', NULL, ''
      FROM n;
    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
    INSERT INTO certificate SELECT i, 2 + i % 300, 2 + i % 200, 1, '', 4 + i % 2, 1767225600, NULL,
      20900 + i, NULL, '' FROM n;" >/dev/null
}

@test "a list of 1,000 certificates adds at most 60 KB to a compressed trust file" {
  before=$(gzip -9c trust.sello | wc -c)
  many_certificates
  export_trust
  equal 1000 "$(($(list | wc -l) - 1))"
  after=$(gzip -9c trust.sello | wc -c)
  echo "the list of 1,000 adds $((after - before)) bytes to $before" >&3
  [ $((after - before)) -le 61440 ]
}

@test "what the list says is shown, and never obeyed" {
  sello product edit P1 --name $'Rebozo "<b>"' >/dev/null
  sello producer edit R1 --name 'Taller \u0007' >/dev/null || true
  export_trust
  equal '"Rebozo \"<b>\""' "$(from_list 4 .product)"
}
