#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A statement of a producer's certified output, as a certifier makes it and a lender verifies it.

load common

setup_file() {
  make_template
  sello product add --name "Faja" >/dev/null
  grant_certificate --product P2 --producer R1 --scheme S1 >/dev/null
  sello issue C2 --count 4 >/dev/null 2>&1
  sello deliver 1-2 --to R1 >/dev/null 2>&1
  sello sold 1 >/dev/null
  sello withdraw 5 --reason stolen >/dev/null
  sello trust export -o trust.sello >/dev/null
}

setup() { start_test; }

# year FILE OPTION...: the statement of this year.
year() { sello statement R1 --from "$(date +%Y)-01-01" --until "$(date +%Y)-12-31" --to "${1##*.}" -o "$1" "${@:2}"; }

text() { jq -r .text <"$1"; }
verdict_of() { sello_verify --trust trust.sello --json "$@" | jq -r .verdict; }

@test "only with the producer's consent, which can be taken back" {
  run -1 year uno.json
  contains "$output" "has not agreed"
  run -0 year uno.json --consent "carta firmada"
  contains "$output" "labels, not of income"
  run -0 year dos.json
  sello constancia R1 --quitar-consentimiento 2>/dev/null
  run -1 year tres.json
  contains "$output" "has not agreed"
  [ ! -e tres.json ]
  contains "$(sello history R1)" "agreed to statements"
  contains "$(sello history R1)" "took back"
  contains "$(sello check --all)" "The registry is whole."
}

@test "sello-verify tells what it states, offline, from its text and from a photo of the page" {
  year uno.json --consent "carta firmada" >/dev/null
  year uno.pdf --words es >/dev/null
  answer=$(sello_verify --trust trust.sello --json "$(text uno.json)")
  equal authentic "$(jq -r .verdict <<<"$answer")"
  equal "R1 Taller Hernández" "$(jq -r '.statement | "\(.producer) \(.producer_name)"' <<<"$answer")"
  equal "[\"Rebozo de bolita\",3,2,1,0]
[\"Faja\",4,0,0,1]" "$(jq -c '.statement.rows[] | [.product, .issued, .delivered, .sold, .withdrawn]' <<<"$answer")"
  equal '["C1","C2"]' "$(jq -c '[.statement.certificates[].id]' <<<"$answer")"
  words=$(sello_verify --trust trust.sello "$(text uno.json)")
  contains "$words" "A statement of Consejo Artesanal de Prueba about Taller Hernández (R1)"
  contains "$words" "not of income"
  pdftoppm -r 200 -png -singlefile uno.pdf hoja
  equal authentic "$(verdict_of hoja.png)"
  equal 1 "$(pdfinfo uno.pdf | sed -n 's/^Pages: *//p')"
  contains "$(pdftotext uno.pdf - | tr '\n' ' ')" "Constancia de producción certificada"
}

@test "another key's, a changed and a stranger's statement are told apart" {
  year uno.json --consent "carta firmada" >/dev/null
  text=$(text uno.json)
  equal unknown-certifier "$(sello_verify --json "$text" | jq -r .verdict)"
  flipped=${text%???}$(((${text: -3:1} + 1) % 10))${text: -2}
  [[ "$(verdict_of "$flipped")" =~ ^(forged|damaged)$ ]]
  equal damaged "$(verdict_of "${text%?}")"
  equal '{}' "$(sello_verify --json "$text" | jq -c .statement)"
}

@test "days the wrong way round are refused in words" {
  run -1 sello statement R1 --from 2026-12-31 --until 2026-01-01 --to json -o x.json --consent "carta"
  contains "$output" "ends before it begins"
}

@test "what is too long for a code is added up, says so, and is read from a photo of its page" {
  (echo name && printf 'Producto de nombre bastante largo número %s\n' {1..40}) >p.csv
  (echo product,producer,scheme,state && printf 'P%s,R1,S1,granted\n' {3..42}) >c.csv
  sello import products --csv p.csv --commit >/dev/null
  sello import certificates --csv c.csv --commit >/dev/null
  run -0 year x.pdf --words es --consent "carta"
  contains "$output" "added up"
  contains "$(pdfinfo x.pdf)" "Pages:           1"
  pdftoppm -r 200 -png x.pdf hoja
  answer=$(sello_verify --trust trust.sello --json hoja-*.png | jq -sc 'map(select(.statement))[0]')
  equal authentic "$(jq -r .verdict <<<"$answer")"
  n=$(jq .statement.added_up.products <<<"$answer")
  [ "$n" -gt 30 ]
  # The two that have labels keep their names; all 42 certificates are there.
  equal '[["Rebozo de bolita",3,2,1,0],["Faja",4,0,0,1]]' \
    "$(jq -c '[.statement.rows[] | [.product, .issued, .delivered, .sold, .withdrawn]]' <<<"$answer")"
  equal "42 Los demás productos ($n)" "$(jq -r '.statement.certificates | "\(length) \(.[-1].product)"' <<<"$answer")"
  equal "12 $(date +%Y)-01 $(date +%Y)-12" "$(jq -r '.statement | "\(.added_up.months) \(.rows[0].month) \(.rows[0].last_month)"' <<<"$answer")"
  contains "$(pdftotext x.pdf - | tr '\n' ' ')" "Para que quepa en un código, está sumada: de 12 en 12 meses; los $n productos"
  year x.json >/dev/null 2>&1
  equal "$(jq -c .added_up x.json)" "$(jq -c .statement.added_up <<<"$answer")"
  words=$(sello_verify --trust trust.sello "$(text x.json)")
  contains "$words" "Jan $(date +%Y) – Dec $(date +%Y): 3 issued"
  contains "$words" "Added up as one, Los demás productos ($n): $n products"
}

@test "a certificate that was withdrawn stands in it until that day, one that never was granted does not" {
  sello product add --name "Colcha" >/dev/null
  sello certificate apply --product P3 --producer R1 --scheme S1 >/dev/null 2>&1
  sello certificate withdraw C3 --reason other --yes >/dev/null 2>&1
  sello certificate withdraw C2 --reason fraud --yes >/dev/null 2>&1
  year uno.json --consent "carta firmada" >/dev/null
  equal "[\"C1\",null]
[\"C2\",\"$(date +%F)\"]" "$(sello_verify --trust trust.sello --json "$(text uno.json)" | jq -c '.statement.certificates[] | [.id, .until]')"
  sello statement R1 --from 2020-01-01 --until 2020-12-31 --to json -o antes.json >/dev/null
  equal '[]' "$(sello_verify --trust trust.sello --json "$(text antes.json)" | jq -c .statement.certificates)"
}

@test "under a key that was stolen it proves nothing, however it is dated; the next one's counts" {
  year uno.json --consent "carta firmada" >/dev/null
  kid=$(sello --json key list | jq -r 'select(.role == "status") | .kid')
  sello key new --role status >/dev/null 2>&1
  sello key compromised "$kid" --since 2099-01-01 --yes >/dev/null 2>&1
  sello trust export -o nueva.sello >/dev/null 2>&1
  run -22 sello_verify --trust nueva.sello "$(text uno.json)"
  contains "$output" "STATEMENT: key-compromised"
  contains "$output" "was stolen or exposed"
  year dos.json >/dev/null
  equal authentic "$(sello_verify --trust nueva.sello --json "$(text dos.json)" | jq -r .verdict)"
}

# signed_again KEYFILE TEXT: the same statement, under another key of the certifier.
signed_again() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 -B - "$@" "$PASSPHRASE" <<'PYTHON'
import sys
from keyfile_open import open_keyfile, passphrase_of
from sello_ref import codes, cose
from sello_ref.cbor import encode
from sello_ref.keys import Key
from sello_ref.label import token_of_text
from sello_ref.statement import TYPE, read_statement
from vector_rows.raw import tagged
path, text, secret = sys.argv[1:]
key = Key(bytes(open_keyfile(open(path, "rb").read(), passphrase_of(open(secret, "rb").read()))))
payload = read_statement(token_of_text(text)).sign1.payload
protected = encode({1: cose.ED25519, 4: key.kid, 16: TYPE})
signature = key.sign(cose.sign1_bytes(protected, payload))
token = bytes(tagged(cose.SIGN1_TAG, [protected, {}, payload, signature]))
print(text.split("#")[0] + "#" + codes.to_digits(token))
PYTHON
}

@test "under a key of the certifier that signs labels it is not allowed, and said so" {
  year uno.json --consent "carta firmada" >/dev/null
  equal authentic "$(verdict_of "$(signed_again registro/keys/status-1.key "$(text uno.json)")")"
  forged=$(signed_again registro/keys/label-1.key "$(text uno.json)")
  equal not-allowed "$(verdict_of "$forged")"
  run -33 sello_verify --trust trust.sello "$forged"
  contains "$output" "may not sign statements"
}
