#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Labels that are withdrawn, suspended, resumed, retired: by serial, by batch, with their
# certificate; and what a verifier then says from the trust file.

load common

TODAY=$(date +%F)

# C1: B1 is 1-10 and B3 is 16-20; C2: B2 is 11-15.
setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  make_certificate
  sello product add --name "Jorongo de Saltillo"
  grant_certificate --product P2 --producer R1 --scheme S1
  for order in "C1 10" "C2 5" "C1 5"; do
    sello issue "${order% *}" --count "${order#* }"
  done 2>/dev/null
} >/dev/null

setup() { start_test; }

# What readers see after a new export: serial, status, reason's code, date, text.
published() {
  sello trust export "$@" -o trust.sello >/dev/null &&
    /usr/bin/python3 -B "$SOURCE_DIR/tests/python/read_statuses.py" trust.sello
}

# statuses SERIALS...: "1 withdrawn" and so on, as another implementation reads them.
statuses() { published | cut -f 1,2 | tr '\t' ' '; }

# expect LINE...: these labels are not valid, and no others.
expect() { equal "$(printf '%s\n' "$@")" "$(statuses)"; }

# said SERIAL FIELD...: of the verdict by the trust file.
said() {
  local label
  label=$(label_text "$1")
  shift
  sello_verify --trust trust.sello --json "$label" | jq -r "[.$(sed 's/ /,./g' <<<"$*")] | join(\" \")"
}

# changed COMMAND...: its counts of changed and unchanged labels.
changed() { sello --json "$@" 2>/dev/null | jq -r '"\(.changed) \(.unchanged)"'; }

# refused STATUS WORDS COMMAND...: exits so with these words; the registry stays as it is.
refused() {
  local status=$1 words=$2 before
  before=$(registry_sum)
  shift 2
  run "-$status" sello "$@"
  contains "$output" "$words"
  equal "$before" "$(registry_sum)" "the registry changed"
}

# ---- withdrawing ----

@test "a withdrawn label says so, with reason and date" {
  run -0 sello withdraw 3 --reason lost --date 2026-01-31
  contains "$output" "Label 3 is withdrawn."
  sello trust export -o trust.sello
  equal "withdrawn lost 2026-01-31" "$(said 3 verdict reason status_date)"
  equal "authentic" "$(said 4 verdict)"
  run -20 sello_verify --trust trust.sello "$(label_text 3)"
  contains "$output" "31 Jan 2026: lost"
  run -0 sello label show 3
  contains "$output" "withdrawn, 31 Jan 2026: lost"
  equal "withdrawn lost 2026-01-31" \
    "$(sello --json label show 3 | jq -r '[.status, .reason, .status_date] | join(" ")')"
}

@test "serials are named in every way, and several at once" {
  run -0 --separate-stderr sello --json withdraw 2 4-5 000007-7 8-000009-9 B2
  equal "11 0" "$(jq -r '"\(.changed) \(.unchanged)"' <<<"$output")"
  equal "2-2,4-5,7-7,8-9,11-15" \
    "$(jq -r '[.serials[] | "\(.first)-\(.last)"] | join(",")' <<<"$output")"
  expect {2,4,5,7,8,9,11,12,13,14,15}" withdrawn"
}

@test "a label that is named twice is counted once" {
  equal "10 0" "$(changed suspend 1-6 4-10 5 5)"
  equal "6 10" "$(changed suspend B1 1-16)"
}

@test "by batch and by certificate" {
  equal "5 0" "$(changed withdraw --batch B2)"
  equal "15 0" "$(changed suspend --certificate C1)"
  equal "20" "$(statuses | wc -l)"
  equal "5" "$(statuses | grep -c withdrawn)"
  refused 2 "one way" withdraw 3 --batch B1
  refused 2 "one way" withdraw B2 --certificate C1
  refused 2 "Which labels" withdraw
}

@test "a certificate without labels has none to withdraw" {
  sello certificate apply --product P2 --producer R1 --scheme S1
  run -0 sello withdraw --certificate C3
  contains "$output" "No labels"
  equal "0 0" "$(changed withdraw --certificate C3)"
}

@test "doing it again changes nothing, and is no failure" {
  sello withdraw 3 --reason stolen --date 2026-01-01
  run -0 sello withdraw 3 --reason sold
  contains "$output" "already"
  equal "0 1" "$(changed withdraw 3)"
  equal "9 1" "$(changed withdraw 1-10)"
  sello trust export -o trust.sello
  equal "withdrawn stolen 2026-01-01" "$(said 3 verdict reason status_date)"
}

@test "a withdrawn label never becomes valid again" {
  sello withdraw 3 4
  refused 1 "label 3 is withdrawn" resume 3
  refused 1 "labels 3 to 4 are withdrawn" resume 5 3-4
  equal "0 1" "$(changed suspend 3)"
  equal "0 1" "$(changed retire 3)"
  equal "8 2" "$(changed suspend B1)"
  equal "8 2" "$(changed resume B1)"
  expect "3 withdrawn" "4 withdrawn"
}

@test "all or nothing" {
  refused 1 "there is no label 21" withdraw 1 21
  refused 1 "the last one issued is 20" withdraw 5-9007199254740991
  refused 2 "reversed" withdraw 1 9-3
  refused 2 "no serial" withdraw 1 x
  refused 2 "no serial" withdraw 0
  refused 2 "no serial" withdraw 1-
  refused 2 "check" withdraw 000003-4
  refused 2 "" withdraw 1 B9
  refused 1 "" withdraw --batch B9
  refused 1 "" withdraw --certificate C9
  refused 2 "A batch is expected" withdraw --batch C1
  refused 2 "A certificate is expected" withdraw --certificate B1
  equal "" "$(statuses)"
}

# ---- reasons and dates ----

@test "reasons are words of the format, in English and in Spanish" {
  local serial=1
  while IFS='=' read -r word code; do
    sello withdraw $serial --reason "$word" >/dev/null 2>&1
    equal "$code" "$(sello --json label show $serial | jq -r .reason)" "$word"
    serial=$((serial + 1))
  done <<'ROWS'
lost=lost
Perdida=lost
ROBADA=stolen
dañada=damaged
danada=damaged
mal impresa=misprint
mal-impresa=misprint
misprint=misprint
falsificación vista=counterfeit-seen
counterfeit-seen=counterfeit-seen
counterfeit seen=counterfeit-seen
vendida=sold
a petición del productor=producer-request
producer-request=producer-request
ROWS
}

@test "a text of one's own is published as it is" {
  sello withdraw 3 --reason "cayó al río; ver C1" --date 2026-02-28
  equal $'3\twithdrawn\t0\t2026-02-28\tcayó al río; ver C1' "$(published)"
  equal "withdrawn cayó al río; ver C1" "$(said 3 verdict reason)"
}

@test "what cannot be a reason or a date is refused" {
  refused 2 "80 bytes" withdraw 3 --reason "$(printf 'a%.0s' {1..81})"
  refused 2 "invisible" withdraw 3 --reason $'a\u202eb'
  refused 2 "U+001B" withdraw 3 --reason $'a\e[2J'
  refused 2 "written apart" withdraw 3 --reason $'perdida por a\u0301'
  refused 2 "empty" withdraw 3 --reason ""
  refused 2 "to come" withdraw 3 --date 2999-01-01
  refused 2 "--date" withdraw 3 --date 2026-02-30
  sello withdraw 3 --reason "$(printf 'a%.0s' {1..80})"
}

@test "reasons name nobody: a producer's name is refused, its number is not" {
  refused 2 "Write R1" withdraw 3 --reason "la vendió el TALLER  HERNANDEZ, sin aviso"
  sello withdraw 3 --reason "la vendió R1, sin aviso"
  sello producer add --name Ana --origin Toluca
  refused 2 "Write R2" withdraw 4 --reason "a petición de Ana"
  sello withdraw 4 --reason "desde la mañana"
}

@test "the clerk's own date counts, whatever the time zone" {
  TZ=Pacific/Kiritimati sello withdraw 3 >/dev/null 2>&1
  equal "$(TZ=Pacific/Kiritimati date +%F)" "$(sello --json label show 3 | jq -r .status_date)"
  TZ=America/Mexico_City sello withdraw 4 >/dev/null 2>&1
  equal "$(TZ=America/Mexico_City date +%F)" "$(sello --json label show 4 | jq -r .status_date)"
}

# ---- suspending, resuming, retiring ----

@test "suspended and resumed" {
  run -0 sello suspend 3-5 --reason "en revisión"
  contains "$output" "Suspended: 3 of 3"
  sello trust export -o trust.sello
  equal "suspended en revisión $TODAY" "$(said 4 verdict reason status_date)"
  run -0 sello resume 4
  contains "$output" "Label 4 is no longer suspended."
  expect "3 suspended" "5 suspended"
  equal "0 1" "$(changed resume 4)"
  equal "authentic" "$(said 4 verdict)"
}

@test "retired is sold, unless another reason is given; the old word still works" {
  sello sold 3
  sello retire 4 --reason producer-request
  equal "$(printf '3\tretired\t9\t%s\t\n4\tretired\t10\t%s\t' "$TODAY" "$TODAY")" "$(published)"
  equal "retired sold" "$(said 3 verdict reason)"
  run -13 sello_verify --trust trust.sello "$(label_text 3)"
  equal "0 1" "$(changed resume 3)"
  equal "0 1" "$(changed retire 3)"
  sello suspend 3
  equal "3 retired" "$(statuses | head -n 1)"
  sello resume 3
  equal "3 retired" "$(statuses | head -n 1)"
}

@test "a suspension ends where it came from" {
  sello suspend 5
  sello suspend B1
  run -0 sello resume B1
  contains "$output" "No longer suspended: 9 of 10"
  contains "$output" "Still suspended by serial: 1"
  expect "5 suspended"
  sello suspend B1
  run -0 sello resume 5
  contains "$output" "nothing changed"
  contains "$output" "Still suspended by batch: 1"
  sello resume B1
  equal "" "$(statuses)"
}

# ---- certificates ----

@test "a certificate's suspension carries to its labels, and back" {
  sello withdraw 1
  sello suspend 2
  sello retire 3
  run -0 sello certificate suspend C1 --reason "taller en obra"
  contains "$output" "Labels suspended with it: 14 of 15."
  equal "13" "$(statuses | grep -c suspended)"
  equal "" "$(statuses | grep -E '^1[1-5] ')"
  equal "suspended certificate-suspended taller en obra" "$(said 16 verdict reason reason_text)"
  run -21 sello_verify --trust trust.sello "$(label_text 16)"
  contains "$output" "certificate is suspended: taller en obra"
  refused 1 "not granted" issue C1 --count 1
  run -0 sello certificate suspend C1 --reason lost
  contains "$output" "already suspended"
  run -0 sello resume 16
  contains "$output" "sello certificate resume C1"
  equal "0 15" "$(changed resume --certificate C1 | tail -n 1)"
  sello certificate resume C1
  expect "1 withdrawn" "2 suspended" "3 retired"
  run -0 sello certificate resume C1
  contains "$output" "was not suspended"
  sello issue C1 --count 1
  equal "valid" "$(sello --json label show 21 | jq -r .status)"
}

@test "a batch withdrawn within a suspended certificate stays withdrawn" {
  sello certificate suspend C1 --reason "taller en obra"
  equal "5 0" "$(changed withdraw B3 --reason stolen)"
  equal '{"id":"C1","state":"granted","already":false,"labels":15,"changed":10,"unchanged":5}' \
    "$(sello --json certificate resume C1)"
  expect {16,17,18,19,20}" withdrawn"
}

@test "a withdrawn certificate takes its labels with it, for ever" {
  sello certificate suspend C1 --reason "en revisión"
  run -0 sello certificate withdraw C1 --reason "a petición del productor"
  contains "$output" "Labels withdrawn with it: 15 of 15."
  equal "15" "$(statuses | grep -c withdrawn)"
  equal "withdrawn certificate-ended a petición del productor" "$(said 1 verdict reason reason_text)"
  equal "authentic" "$(said 11 verdict)"
  run -0 sello certificate withdraw C1 --reason lost
  contains "$output" "already withdrawn"
  refused 1 "never becomes valid again" certificate resume C1
  refused 1 "never becomes valid again" certificate suspend C1 --reason lost
  refused 1 "withdrawn" certificate renew C1
  refused 1 "withdrawn" resume B1
  contains "$(sello certificate show C1)" "withdrawn: a petición del productor"
}

@test "certificates are moved only with a reason, and only from where they can be" {
  sello certificate apply --product P2 --producer R1 --scheme S1
  refused 2 "--reason is missing" certificate suspend C1
  refused 2 "--reason is missing" certificate withdraw C1
  refused 1 "has not passed" certificate renew C3
  refused 1 "applied for" certificate suspend C3 --reason lost
  refused 1 "" certificate suspend C9 --reason lost
  refused 2 "A certificate is expected" certificate resume B1
  sello certificate withdraw C3 --reason lost
}

@test "a certificate is renewed" {
  run -0 sello certificate renew C1 --until 2036-12-31 --note "visita anual"
  contains "$output" "until 31 Dec 2036"
  equal '{"id":"C1","until":"2036-12-31"}' "$(sello --json certificate renew C1 --until 2036-12-31)"
  equal "2036-12-31" "$(sello --json certificate show C1 | jq -r .until)"
  refused 2 "is past" certificate renew C1 --until 2020-01-01
  run -0 sello certificate renew C1
  contains "$output" "without end"
  equal null "$(sello --json certificate show C1 | jq -r .until)"
}

# ---- asking ----

# ask ANSWER COMMAND...: on a terminal.
ask() {
  local answer=$1
  shift
  script -qec "stty cols 1000; $SELLO $*" /dev/null <<<"$answer"
}

@test "on a terminal withdrawing shows what it would do, and asks" {
  sello withdraw 4
  run -1 ask n withdraw 3-12 --reason lost
  contains "$output" "3-10     B1     C1           Rebozo de bolita"
  contains "$output" "11-12    B2     C2           Jorongo de Saltillo"
  contains "$output" "Labels: 10. To change: 9. So already: 1."
  contains "$output" "never becomes valid again"
  contains "$output" "Nothing was changed."
  expect "4 withdrawn"
  run -0 ask y withdraw 3 --reason lost
  expect "3 withdrawn" "4 withdrawn"
}

@test "what somebody else changes while the question waits is refused" {
  meanwhile "withdraw 5 --reason stolen" withdraw 3-7 --reason lost
  equal 1 "$status"
  contains "$output" "someone changed this meanwhile"
  expect "5 withdrawn"
  meanwhile "suspend 8" retire 8-9
  equal 1 "$status"
  contains "$output" "someone changed this meanwhile"
  meanwhile "certificate suspend C1 --reason lost" certificate withdraw C1 --reason lost
  equal 1 "$status"
  contains "$output" "someone changed this meanwhile"
  equal suspended "$(sello --json certificate show C1 | jq -r .state)"
}

@test "a dry run tells what would change, and changes nothing" {
  local before
  before=$(registry_sum)
  for command in "withdraw 3-7" "suspend B1" "retire 3" "certificate suspend C1 --reason lost" \
    "certificate withdraw C1 --reason lost" "certificate renew C1" "product edit P1 --name Otro" \
    "producer edit R1 --origin Otro" "producer add --name Ana --origin Tula"; do
    # shellcheck disable=SC2086 # words
    run -0 --separate-stderr sello --json $command --dry-run
    equal true "$(jq .dry_run <<<"$output")" "$command"
    # shellcheck disable=SC2086 # words
    run -0 sello $command --dry-run
    contains "$output" "Nothing is changed by this"
  done
  equal "$before" "$(registry_sum)"
}

@test "what is so already is not asked about; --yes and --no-input do not ask" {
  sello withdraw 3
  run -0 ask n withdraw 3
  run -0 ask n withdraw 4 --yes
  lacks "$output" "y/N"
  run -0 ask n withdraw 5 --no-input
  lacks "$output" "y/N"
  run -0 ask n suspend 6
  run -1 ask n sold 7
  contains "$output" "stays so, unless its piece comes back"
  run -1 ask n sold 8-9
  sello sold 7
  run -1 ask n certificate withdraw C2 --reason lost
  contains "$output" "5 of its 5 labels would be withdrawn"
  expect "3 withdrawn" "4 withdrawn" "5 withdrawn" "6 suspended" "7 retired"
}

@test "who says that a sold label was stolen meant to withdraw it" {
  local word
  for word in stolen robada lost damaged misprint counterfeit-seen; do
    run -2 sello sold 3 --reason "$word"
    contains "$output" "sello withdraw SERIALS --reason $word"
  done
  run -2 sello --lang es vendida 3 --motivo robada
  contains "$output" "sello retirar SERIES --motivo robada"
  equal "" "$(statuses)"
}

@test "in Spanish" {
  run -0 sello --lang es withdraw 3 --reason perdida
  contains "$output" "La etiqueta 3 está retirada."
  run -1 sello --lang es resume 3
  contains "$output" "nunca vuelve a ser válida"
  run -0 sello --lang es withdraw --help
  contains "$output" "perdida, robada, dañada"
}

# ---- the trust file's parts ----

@test "status says when verifiers do not know of a withdrawal yet" {
  due() { sello --json status | jq -r '.due[] | select(.code == "trust-file") | .text'; }
  sello trust export -o trust.sello
  equal "" "$(due)"
  sello withdraw 3
  contains "$(due)" "verifiers do not know it yet"
  sello withdraw 3
  sello trust export -o trust.sello
  equal "" "$(due)"
}

@test "a file of statuses alone brings them, and says that it does" {
  sello withdraw 3 --reason lost
  run -0 --separate-stderr sello --json trust export -o trust.sello --status-only
  equal "true 0 0" "$(jq -r '[.status_only, .statuses, .batches] | join(" ")' <<<"$output")"
  equal $'3\twithdrawn' "$(published --status-only)"
  equal "withdrawn" "$(verdict "$(label_text 3)")"
  equal "authentic" "$(verdict "$(label_text 4)")"
}

@test "batches are left out on demand; each form is smaller than the one before" {
  parts() {
    sello trust export "$@" -o trust.sello >/dev/null
    /usr/bin/python3 -B "$SOURCE_DIR/tests/python/read_statuses.py" --sizes trust.sello |
      jq -r "$FIELDS"
  }
  sello withdraw 3 --reason "cayó al río"
  FIELDS='[.statuses, .batches, .complete, .status_only] | join(" ")'
  equal "1 3 true false" "$(parts)"
  equal "1 0 false false" "$(parts --no-batches)"
  equal "0 0 false true" "$(parts --status-only)"
  FIELDS=.file
  [ "$(parts)" -gt "$(parts --no-batches)" ]
  [ "$(parts --no-batches)" -gt "$(parts --status-only)" ]
}

@test "neighbours that say the same are one row, whoever said it" {
  sello withdraw 5-8 --reason lost
  sello withdraw B1 --reason lost
  sello withdraw 11 --reason lost
  sello withdraw 12 --reason stolen
  run -0 --separate-stderr sello --json trust export -o trust.sello
  equal "2" "$(jq .statuses <<<"$output")"
}

@test "--again repeats what there is, and nothing else" {
  sello trust export -o trust.sello --status-only
  sello withdraw 3
  sello trust export -o again.sello --again
  cmp trust.sello again.sello
  refused 2 "leave out --status-only" trust export -o x --again --status-only
  refused 2 "leave out --no-batches" trust export -o x --again --no-batches
  refused 2 "leave out --fresh-days" trust export -o x --again --fresh-days 3
}

@test "a dry run tells what would be exported, asks for no passphrase, and makes nothing" {
  sello withdraw 2 --reason stolen
  before=$(sello --json history | wc -l)
  run -0 --separate-stderr "$SELLO" --no-input --json trust export -o seco.sello --dry-run
  equal true "$(jq .dry_run <<<"$output")"
  planned=$(jq -c 'del(.dry_run, .bundle_date)' <<<"$output")
  [ ! -e seco.sello ]
  equal "$before" "$(sello --json history | wc -l)"
  run -0 sello trust export -o seco.sello --dry-run
  contains "$output" "Nothing is changed by this"
  run -0 --separate-stderr sello trust export --status-only --to pdf -o seco.pdf --dry-run
  [ ! -e seco.pdf ]
  refused 2 "less than" trust export -o x --fresh-days 100 --max-age-days 90 --dry-run
  equal "$planned" "$(sello --json trust export -o seco.sello | jq -c 'del(.bundle_date)')"
}

@test "days that a verifier counts" {
  days() { /usr/bin/python3 -B - "$SOURCE_DIR" <<'PYTHON'
import sys
sys.path.insert(0, sys.argv[1] + "/tests/python")
from sello_ref import trust
bundle = trust.open_trust(open("trust.sello", "rb").read()).bundle
print(bundle.fresh_days, bundle.max_age_days)
PYTHON
  }
  sello trust export -o trust.sello
  equal "30 365" "$(days)"
  sello trust export -o trust.sello --fresh-days 7 --max-age-days 90
  equal "7 90" "$(days)"
  refused 2 "less than" trust export -o x --fresh-days 100 --max-age-days 90
  refused 2 "--max-age-days" trust export -o x --max-age-days 3661
  refused 2 "--fresh-days" trust export -o x --fresh-days 0
}
