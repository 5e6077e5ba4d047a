#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What the first edition printed, published and kept goes on reading: see data/v0.1/README.md.
load common

setup() {
  OLD=$SOURCE_DIR/tests/data/v0.1
  NOW=2026-11-30T12:00:00Z
  use_folder "$BATS_TEST_TMPDIR/here"
  tar -xzf "$OLD/office.tar.gz"
  PASSPHRASE=$PWD/frase
  labels_of 1-14 >texts
}

# labels_of FIRST-LAST: their texts.
labels_of() {
  jq -Rrn --argjson first "${1%-*}" --argjson last "${1#*-}" '[inputs | split(",")[4]] | .[$first:$last + 1][]' \
    "$OLD/labels.csv"
}

verdicts() {
  sello_verify --now "$NOW" --json "$@" | jq -r .verdict
}

@test "labels have the verdicts that they had" {
  local trust
  while read -r trust; do
    equal "$(grep "^$trust," "$OLD/verdicts.csv" | cut -d, -f3)" \
      "$(verdicts --trust "$OLD/$trust.sello" - <texts)" "$trust"
  done < <(tail -n +2 "$OLD/verdicts.csv" | cut -d, -f1 | sort -u)
  equal authentic "$(verdicts --trust "$OLD/trust-4.sello" "$OLD/label-1.png")"
}

@test "a trust store of then is read, and takes each newer file" {
  equal "$(grep ^trust-1, "$OLD/verdicts.csv" | cut -d, -f3)" "$(verdicts - <texts)"
  sello_verify trust update "$OLD/status-2.sello"
  equal withdrawn "$(labels_of 2-2 | verdicts -)"
  equal authentic "$(labels_of 5-5 | verdicts -)"
  sello_verify trust update "$OLD/trust-4.sello"
  run -1 --separate-stderr sello_verify trust update "$OLD/trust-3.sello"
  equal "$(grep ^trust-4, "$OLD/verdicts.csv" | cut -d, -f3)" "$(verdicts - <texts)"
}

@test "the registry is whole, and what it holds is as it was" {
  sello check --all
  cmp <(sello export labels --csv - | cut -d, -f1-5) <(cut -d, -f1-5 "$OLD/labels.csv")
  equal "$(cut -d, -f6 "$OLD/labels.csv")" "$(sello export labels --csv - | cut -d, -f6)"
  contains "$(sello producer show R2)" "Palenque Ruiz e Hijas"
  contains "$(sello history R2)" "Producer R2 was changed."
  equal 1 "$(sello --json label show 1 | jq .serial)"
}

@test "the office works on, and yesterday's verifiers follow" {
  sello producer add --name "Taller Nuevo" --origin "San Luis Potosí" >/dev/null
  sello issue C1 --count 2 >/dev/null
  sello withdraw 5 --reason lost >/dev/null
  sello key new --role label >/dev/null
  sello issue C1 --count 1 >/dev/null
  sello trust export -o new.sello >/dev/null
  sello check --all
  sello_verify trust update new.sello
  equal "authentic withdrawn suspended retired withdrawn" \
    "$(labels_of 1-5 | sello_verify --json - | jq -r .verdict | xargs)"
  equal "authentic" "$(label_text 17 | sello_verify --json - | jq -r .verdict)"
}

@test "a passphrase that would be too short today still opens its key" {
  sello key backup beto.key -o page.txt
}

@test "a backup comes back on its own computer, and goes on after what was issued since" {
  rm -r registro
  run -1 --separate-stderr sello restore backup.db
  contains "$stderr" "labels issued, whose records are not here: 1"
  tar -xzf "$OLD/office.tar.gz" registro/keys
  sello restore --reconcile --trust "$OLD/trust-4.sello" --yes
  sello issue C1 --count 1 >/dev/null
  equal 15 "$(sello --json label show 15 | jq .serial)"
}

@test "elsewhere it gives nothing out until it has heard what came after" {
  rm -r registro state data
  run -1 --separate-stderr sello restore early.db
  tar -xzf "$OLD/office.tar.gz" registro/keys
  run -1 --separate-stderr sello issue C1 --count 1
  sello restore --reconcile --trust "$OLD/trust-4.sello" --last-serial 14
  sello issue C1 --count 1 >/dev/null
  equal 15 "$(sello --json label show 15 | jq .serial)"
  sello trust export -o after.sello >/dev/null
  sello_verify trust add "$OLD/trust-4.sello" --yes
  sello_verify trust update after.sello
  equal withdrawn "$(labels_of 2-2 | sello_verify --json - | jq -r .verdict)"
}

@test "a half written one of then is refused, and not only the first time" {
  /usr/bin/python3 -c 'import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("UPDATE counter SET value = value + 1 WHERE name = ?", ("event",))' registro/registry.db
  for _ in 1 2; do
    run -1 --separate-stderr sello issue C1 --count 1
    contains "$stderr" registry.db-journal
  done
}
