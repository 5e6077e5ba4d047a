#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A new registry, asked for at the terminal, and the addresses that it warns of.
load common

setup() {
  use_folder "$BATS_TEST_TMPDIR/here"
  phrase="una frase larga de la oficina"
  other="otra frase larga de la casa"
}

on_terminal() { /usr/bin/python3 -B "$BATS_TEST_DIRNAME/on_terminal.py" "$@"; }

@test "init asks what no option says, in plain words" {
  run -0 on_terminal \
    "What is the certifier called" "" \
    "What is the certifier called" "Consejo Artesanal" \
    "Which address" "http://rebozo.mx/v/" \
    "Which address" "ejemplo.mx/v" \
    "Take it all the same?" "n" \
    "Which address" "consejo.codeberg.page/v" \
    "buyers' questions" "444 123 4567" \
    "Does a committee start?" "n" \
    "New passphrase:" "$phrase" "same again:" "$phrase" \
    "New passphrase:" "$other" "same again:" "$other" \
    -- "$SELLO" init
  contains "$output" "must live as long as the goods"
  contains "$output" "your federation's or town's site"
  contains "$output" "a free host of plain pages"
  contains "$output" "cannot stand on labels"
  contains "$output" "an example's address"
  contains "$output" "Address:     https://consejo.codeberg.page/v/"
  lacks "$output" "make the registry anew"
  equal '["Consejo Artesanal","https://consejo.codeberg.page/v/"]' \
    "$(sello --json status | jq -c '[.certifier, .url]')"
}

@test "only what is missing is asked, and in Spanish" {
  run -0 on_terminal \
    "¿A qué dirección llevan las etiquetas?" "https://rebozo.mx/v/" \
    "(solo Enter: nada)" "" \
    "¿Empieza un comité?" "n" \
    "Nueva frase secreta:" "$phrase" "Otra vez la misma:" "$phrase" \
    "Nueva frase secreta:" "$other" "Otra vez la misma:" "$other" \
    -- "$SELLO" --lang es iniciar --nombre Consejo
  lacks "$output" "¿Cómo se llama"
}

@test "where nobody can be asked, what is missing is named" {
  run -2 sello init --url https://rebozo.mx/
  contains "$output" "--name is missing"
  run -2 sello init --name Consejo </dev/null
  contains "$output" "--url is missing"
  run -2 on_terminal "What is the certifier called" $'\x04' -- "$SELLO" init
  [ ! -e registro ]
}

@test "an example's address and one of this network are told, but for practice" {
  run -0 --separate-stderr sello init -r a --name A --url https://ejemplo.mx/v/
  contains "$stderr" "is an example's address"
  run -0 --separate-stderr sello --json init -r b --name B --url https://192.168.1.7/v/
  contains "$stderr" "no buyer's phone gets there"
  equal local "$(jq -r .url_kind <<<"$output")"
  run -0 --separate-stderr sello --json init -r c --name C --url https://rebozo.mx/v/
  equal "" "$stderr"
  equal null "$(jq -r .url_kind <<<"$output")"
  run -0 --separate-stderr sello init -r d --name D --url https://sello.example/v/ --practice
  lacks "$stderr" "example's address"
}
