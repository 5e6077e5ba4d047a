#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Data of the trust store that is there and cannot be read: no label is judged as if there were none.

load common

# Label 2 is withdrawn in the newest status, and not yet in the whole file. Beside it one certifier more.
setup_file() {
  make_template
  (
    use_folder "$BATS_FILE_TMPDIR/template"
    sello_verify --trust trust.sello --json "$(label_text 1)" | jq -r .fingerprint >fingerprint
    trust add trust.sello --yes
    sello withdraw 2 --reason lost >/dev/null
    sello trust export --status-only -o status.sello >/dev/null
    trust update status.sello
    label_text 2 >text
    run -20 sello_verify "$(<text)"
    use_folder "$BATS_FILE_TMPDIR/other"
    make_certifier "Otro Consejo" https://otro.example/
    make_certificate
    issue_typical 1
    sello trust export -o trust.sello >/dev/null
    label_text 1 >text
  )
}

setup() {
  start_test
  NAME="Consejo Artesanal de Prueba"
  STORE=$XDG_DATA_HOME/sello/trust
  FINGERPRINT=$(<fingerprint)
  WHOLE=$STORE/$FINGERPRINT.sello STATUS=$STORE/$FINGERPRINT.status ALIAS=$STORE/$FINGERPRINT.alias
  TEXT=$(<text)
}

trust() { sello_verify --lang en trust "$@"; }

# spoil HOW FILE: what stands there can't be read.
spoil() {
  case $1 in
  folder) rm -f "$2" && mkdir "$2" ;;
  loop) rm -f "$2" && ln -s "$(basename "$2")" "$2" ;;
  nowhere) rm -f "$2" && ln -s /nowhere/at/all "$2" ;;
  pipe) rm -f "$2" && mkfifo "$2" ;;
  device) rm -f "$2" && ln -s /dev/zero "$2" ;;
  empty) : >"$2" ;;
  damaged) printf '\001damaged' >"$2" ;;
  esac
}
WAYS=(folder loop nowhere pipe device empty damaged)

# another_certifier: one more in the store, whose label 1 is in other.txt.
another_certifier() {
  cp "$BATS_FILE_TMPDIR/other/text" other.txt
  trust add "$BATS_FILE_TMPDIR/other/trust.sello" --yes 2>/dev/null
}

# not_judged FILE [FORM...]: label 2 gets no verdict of its own in these forms, and the file is named.
not_judged() {
  local form
  for form in "${@:2}" --json; do
    run -1 --separate-stderr sello_verify "$form" "$TEXT"
    lacks "$output" "$NAME"
    lacks "${output,,}" "auténtic"
    lacks "${output,,}" "authentic"
    contains "$stderr" "$1"
  done
  run -1 --separate-stderr sello_verify --serial 2
  equal "" "$output"
}

@test "a status that cannot be read stops every label of its certifier" {
  for way in "${WAYS[@]}"; do
    spoil "$way" "$STATUS"
    not_judged "$STATUS"
    contains "$stderr" "trust update"
    rm -rf "$STATUS"
  done
}

@test "a whole trust file where only status should be is no status" {
  cp "$WHOLE" "$STATUS"
  not_judged "$STATUS" --lang=es --lang=en --csv
  run -1 --separate-stderr sello_verify --serial 2 --certifier "$NAME"
  equal "" "$output"
}

@test "a name given to a certifier that cannot be read stops its labels too" {
  for way in "${WAYS[@]}"; do
    spoil "$way" "$ALIAS"
    not_judged "$ALIAS"
    rm -rf "$ALIAS"
  done
}

@test "a trust file that cannot be read stops every label of its certifier" {
  for way in "${WAYS[@]}"; do
    spoil "$way" "$WHOLE"
    not_judged "$WHOLE"
    rm -rf "$WHOLE"
  done
}

@test "it is said in both languages what cannot be read, why, and what to do" {
  spoil folder "$STATUS"
  run -1 --separate-stderr sello_verify --lang en "$(label_text 2)"
  contains "$stderr" "$STATUS is not a file that can be read here"
  contains "$stderr" "No label of $NAME is judged"
  contains "$output" "trusted certifier whose data cannot"
  run -1 --separate-stderr sello_verify --lang es "$(label_text 2)"
  contains "$stderr" "Ninguna etiqueta de $NAME se juzga"
  contains "$stderr" "sello-verify confianza actualizar"
}

@test "the others still answer, and whoever answers for all says that one is in doubt" {
  another_certifier
  spoil folder "$STATUS"
  run -0 --separate-stderr sello_verify --json "$(cat other.txt)"
  equal authentic "$(jq -r .verdict <<<"$output")"
  contains "$stderr" "$STATUS"
  run -1 --separate-stderr sello_verify --json "$(cat other.txt)" "$(label_text 2)"
  equal "authentic unknown-certifier" "$(jq -r '.verdict // empty' <<<"$output" | xargs)"
  equal failure "$(jq -r '.error // empty' <<<"$output")"
  # A serial without its certifier's name could be of either.
  run -1 --separate-stderr sello_verify --serial 2
  equal "" "$output"
}

@test "a sheet of labels is not judged either" {
  sello print 1 --to png -o . >/dev/null
  spoil folder "$STATUS"
  run -1 --separate-stderr sello_verify --json --print-check 000001.png
  contains "$stderr" "$STATUS"
  lacks "$output" '"authentic"'
}

@test "lists and shows what can be read, and fails" {
  another_certifier
  spoil folder "$STATUS"
  run -1 --separate-stderr trust list --json
  equal "Otro Consejo" "$(jq -r '.certifier // empty' <<<"$output")"
  contains "$stderr" "$STATUS"
  run -1 --separate-stderr trust show "$NAME"
  equal "" "$output"
}

@test "a newer status mends it, and the trust file stored already does not" {
  spoil damaged "$STATUS"
  run -1 trust update trust.sello
  contains "$output" "the newer status that came after it cannot be read"
  run -1 trust add trust.sello --yes
  run -0 trust update status.sello
  run -20 sello_verify "$(label_text 2)"
  spoil damaged "$STATUS"
  sello trust export -o whole.sello >/dev/null
  run -0 trust update whole.sello
  run -20 sello_verify "$(label_text 2)"
  run -0 sello_verify "$(label_text 1)"
  spoil damaged "$STATUS"
  run -0 trust remove "$NAME" --yes
  equal "" "$(ls -I lock "$STORE")"
}

@test "nobody new is trusted while it is not known who is trusted" {
  spoil damaged "$WHOLE"
  run another_certifier
  run -1 trust add "$BATS_FILE_TMPDIR/other/trust.sello" --yes
  contains "$output" "Mend that first"
  run -0 trust add trust.sello --yes
  run -0 trust add "$BATS_FILE_TMPDIR/other/trust.sello" --yes
}

@test "a store that cannot be listed stops the run" {
  for way in loop nowhere pipe damaged; do
    rm -rf "$STORE"
    spoil "$way" "$STORE"
    run -1 --separate-stderr sello_verify "$(label_text 1)"
    equal "" "$output"
    contains "$stderr" "$STORE"
  done
}

@test "a disk that fails while the store is read stops the run" {
  need_strace
  local text
  text=$(label_text 2)
  run -1 --separate-stderr traced -e inject=getdents64:error=EIO "$SELLO_VERIFY" --lang en "$text"
  equal "" "$output"
  contains "$stderr" "$STORE"
  for file in "$STATUS" "$WHOLE"; do
    run -1 --separate-stderr traced -P "$file" -e inject=openat:error=EIO "$SELLO_VERIFY" "$text"
    lacks "$output" "$NAME"
    contains "$stderr" "$file"
    run -1 --separate-stderr traced -P "$file" -e inject=newfstatat:error=EACCES \
      "$SELLO_VERIFY" --json "$text"
    lacks "$output" '"authentic"'
  done
}

@test "who reads while an update puts a whole file in place misses no status" {
  need_strace
  sello trust export -o whole.sello >/dev/null
  traced -P "$STATUS" -e inject=newfstatat:delay_enter=3000000 \
    "$SELLO_VERIFY" --json "$(label_text 2)" >answer 2>/dev/null &
  local reader=$!
  sleep 1.5
  trust update whole.sello
  [ ! -e "$STATUS" ]
  wait "$reader" || true
  equal withdrawn "$(jq -r .verdict answer)"
}
