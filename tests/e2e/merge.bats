#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Two records of one producer become one.

load common

setup_file() {
  make_template
  sello producer add --name "Taller Hernandez" --origin "Santa Maria del Rio" >/dev/null
  sello product add --name "Chal" >/dev/null
  grant_certificate --product P2 --producer R2 --scheme S1 >/dev/null
  sello issue C2 --count 2 >/dev/null 2>&1
  sello deliver 4-5 --to R2 >/dev/null
  sello certificate apply --product P1 --producer R2 --scheme S1 >/dev/null
}

setup() { start_test; }

@test "certificates and deliveries are the other's, labels stay as they were signed, the history has both" {
  before=$(label_text 4)
  run -0 sello --lang en producer merge R2 R1
  contains "$output" "Both are now producer R1: Taller Hernández."
  contains "$output" "C2"
  equal '["R1","R1","R1"]' "$(for c in C1 C2 C3; do sello --json certificate show $c; done | jq -cs 'map(.producer)')"
  equal 1 "$(sello --json producer list | jq -s length)"
  equal "$before" "$(label_text 4)"
  contains "$(sello --lang en export deliveries --csv -)" "R1"
  contains "$(sello --lang en history R2)" "Producer R2 became one with R1."
  contains "$(sello --lang en history R1)" "Producer R2 became one with R1."
  contains "$(sello --lang en history R1)" '"Taller Hernandez" became "Taller Hernández"'
  contains "$(sello --lang en history C2)" '"R2" became "R1"'
  sello check --all
  run ! sello producer show R2
  run ! sello history R9
  sello issue C2 --count 1
  equal "Taller Hernández" "$(sello --json label show 6 | jq -r .producer)"
  sello trust export -o newer.sello
  equal authentic "$(sello_verify --trust newer.sello --json "$before" | jq -r .verdict)"
}

@test "what was not written by the tool is found" {
  sello producer merge R2 R1
  sqlite3 "$SELLO_REGISTRY/registry.db" "UPDATE edit SET before = 'R1' WHERE before = 'R2'"
  run -1 sello check --all
  contains "$output" "What an edit changed"
}

@test "it asks, showing both; a dry run and a no change nothing; nonsense is refused" {
  sum=$(registry_sum)
  run -0 sello --lang en producer merge R2 R1 --dry-run
  run -1 sello --lang en producer merge R1 R1
  contains "$output" "cannot become one with itself"
  run -1 sello producer merge R9 R1
  run -1 sello producer merge R1 R9
  run -2 sello producer merge C1 R1
  printf 'n\n' >no
  run -1 script -fqec "stty cols 1000; $SELLO --lang en producer merge R2 R1" /dev/null <no
  contains "$output" "Goes: R2, Taller Hernandez"
  contains "$output" "Stays: R1, Taller Hernández"
  contains "$output" "Nothing was changed"
  equal "$sum" "$(registry_sum)"
  meanwhile "producer edit R2 --name Otro --yes" producer merge R2 R1
  equal 1 "$status" "$output"
  equal 2 "$(sello --json producer list | jq -s length)"
}
