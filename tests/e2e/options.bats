#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What all commands share: where options stand, languages, colours, and asking nothing.

load common

setup_file() { make_template; }
setup() { start_test; }

@test "common options stand before or after the command" {
  expected=$(sello --json product list)
  for command in "--json product list" "product --json list" "product list --json" \
    "-r $SELLO_REGISTRY product list --json" "product list --json -r $SELLO_REGISTRY" \
    "product list --json --registry=$SELLO_REGISTRY --lang=es" "--lang en --json product list"; do
    read -ra words <<<"$command"
    equal "$expected" "$("$SELLO" "${words[@]}")" "$command"
  done
  "$SELLO" issue C1 --count 1 --json --passphrase-file "$PASSPHRASE" --no-input >issued
  equal 4 "$(jq .first_serial issued)"
  text=$(label_text 1)
  for command in "--json --trust trust.sello $text" "$text --trust trust.sello --json" \
    "--trust=trust.sello $text --json --no-input"; do
    read -ra words <<<"$command"
    equal authentic "$(sello_verify "${words[@]}" | jq -r .verdict)" "$command"
  done
}

@test "what follows -- is no option" {
  run -41 sello_verify --trust trust.sello -- --json
  run -0 --separate-stderr sello search -- --json
  lacks "$output" "{"
}

@test "Spanish by --lang or by the locale; --lang wins, and JSON's words stay" {
  text=$(label_text 1)
  for with in LC_ALL=es_MX.UTF-8 LC_ALL=es "LC_ALL= LANG=es_ES.UTF-8" "LC_ALL= LC_MESSAGES=es"; do
    read -ra words <<<"$with"
    words+=("$SELLO_VERIFY" --trust trust.sello "$text")
    contains "$(env "${words[@]}")" "Rebozo de Santa María"
    lacks "$(env "${words[@]}")" Fingerprint
    contains "$(env "${words[@]}" --lang en)" Fingerprint
  done
  lacks "$("$SELLO_VERIFY" --lang es --trust trust.sello "$text")" Fingerprint
  run -0 --separate-stderr sello_verify --lang es --json --trust trust.sello "$text"
  equal '["authentic","Rebozo de Santa María",1]' \
    "$(jq -c '[.verdict,.scheme.name,.certificate]' <<<"$output")"
  run -2 "$SELLO" --lang es product nada
  lacks "$output" "There is"
}

@test "every message of the verifier's help and verdicts has its Spanish" {
  for command in "" "trust add" "trust list" "trust show" "trust update" "trust remove"; do
    read -ra words <<<"$command"
    [ "$("$SELLO_VERIFY" "${words[@]}" --help --lang en)" != \
      "$("$SELLO_VERIFY" "${words[@]}" --help --lang es)" ]
  done
}

@test "colours only on a terminal, and never with NO_COLOR" {
  text=$(label_text 1)
  on_terminal() { TERM=xterm script -qec "$*" /dev/null </dev/null; }
  lacks "$(sello_verify --trust trust.sello "$text")" $'\e'
  contains "$(on_terminal "$SELLO_VERIFY" --trust trust.sello "'$text'")" $'\e[1;32m'
  lacks "$(NO_COLOR=1 on_terminal "$SELLO_VERIFY" --trust trust.sello "'$text'")" $'\e['
  lacks "$(on_terminal "$SELLO_VERIFY" --json --trust trust.sello "'$text'")" $'\e'
}

@test "with --no-input nothing is asked, also on a terminal" {
  run script -qec "stty cols 1000; timeout 5 $SELLO --no-input issue C1 --count 1" /dev/null </dev/null
  equal 1 "$status"
  contains "$output" "--passphrase-file"
  run script -qec "stty cols 1000; timeout 5 $SELLO_VERIFY --no-input trust add trust.sello" /dev/null </dev/null
  equal 1 "$status"
  contains "$output" "--yes"
}

@test "missing options are named, and nothing is done" {
  before=$(registry_sum)
  named() {
    run -2 sello "${@:2}"
    contains "$output" "$1"
  }
  named --name product add
  named --name producer add --origin Oaxaca
  named --origin producer add --name Ana
  named --code scheme add --name Sarape
  named --product certificate apply --producer R1 --scheme S1
  named --result certificate inspect C1
  named --count issue C1
  named --to print B1 -o .
  named -o print B1 --to png
  named -o trust export
  named --url -r otro init --name Otro
  equal "$before" "$(registry_sum)"
}

@test "version and help are answered on stdout, wherever they stand" {
  for tool in "$SELLO" "$SELLO_VERIFY"; do
    [[ $("$tool" --version) =~ ^sello(-verify)?\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    contains "$("$tool" --help 2>/dev/null)" "Usage:"
  done
  contains "$(sello issue --help)" "sello issue C1"
  contains "$(sello --help issue)" "sello issue C1"
  contains "$(sello certificate --help)" "certificate grant"
}
