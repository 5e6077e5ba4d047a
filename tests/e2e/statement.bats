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

@test "a time too long for a code, and days the wrong way round, are refused in words" {
  run -1 sello statement R1 --from 2026-12-31 --until 2026-01-01 --to json -o x.json --consent "carta"
  contains "$output" "ends before it begins"
  for i in {1..40}; do
    sello product add --name "Producto de nombre bastante largo número $i" >/dev/null
    grant_certificate --product "P$((i + 2))" --producer R1 --scheme S1 >/dev/null
  done
  run -1 year x.json
  contains "$output" "too long for a code"
}
