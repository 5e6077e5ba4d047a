#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Producers, products, certificates; search, status, check, backup.
load common

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  sello scheme add --code 1 --name "Rebozo de Santa María" --name-en "Santa María shawl" >/dev/null
  sello producer add --name "Taller Hernández" --origin "Santa María del Río" --public >/dev/null
  sello product add --name "Rebozo de bolita" --traits "seda roja" >/dev/null
}

setup() {
  start_test
}

# refused PATTERN COMMAND...: exit 1 or 2, one line that has the pattern, nothing written.
refused() {
  local pattern=$1 before
  shift
  before=$(registry_sum)
  run --separate-stderr sello "$@"
  [[ $status == 1 || $status == 2 ]]
  contains "$stderr" "$pattern"
  equal "" "$output"
  equal 1 "${#stderr_lines[@]}" "lines of the message"
  equal "$before" "$(registry_sum)" "the registry"
}

# ---- records ----

@test "what was added is shown, and listed in order" {
  sello producer add --name "Ana" --origin "Temoaya" --state "México" >added 2>&1
  equal "Producer R2 was added: Ana." "$(cat added)"
  equal '{"id":"R2","name":"Ana","origin":"Temoaya","state":"México","public":false}' \
    "$(sello --json producer show R2)"
  equal $'R1\nR2' "$(sello --json producer list | jq -r .id)"
}

@test "add answers its id as JSON" {
  equal '{"id":"P2"}' "$(sello --json product add --name Alebrije)"
  equal '{"id":"C1"}' "$(sello --json certificate apply --product P1 --producer R1 --scheme S1)"
}

@test "edit changes what is given, and nothing else" {
  sello product edit P1 --net-content "1 pieza" --gtin 7501031311309 --text-lang nah
  equal '{"id":"P1","name":"Rebozo de bolita","traits":"seda roja","gtin":7501031311309,"net_content":"1 pieza","lang":"nah"}' \
    "$(sello --json product show P1)"
  sello product edit P1 --gtin= --traits=
  equal '{"id":"P1","name":"Rebozo de bolita","net_content":"1 pieza","lang":"nah"}' \
    "$(sello --json product show P1)"
  sello producer edit R1 --no-public
  equal false "$(sello --json producer show R1 | jq .public)"
  refused "contradict" producer edit R1 --public --no-public
}

@test "ids: small letters do, other kinds are named" {
  sello product show p1
  refused "'R1' is a producer. A product is expected here: P1, P2, ..." product show R1
  refused "'12' is no record's name" product show 12
  refused "no such record" product show P99
  refused "is no record's name" product show P01
  refused "is no record's name" product show "P1;DROP TABLE product"
}

@test "texts that labels may not carry are refused, with the place" {
  refused "character 2 (U+202E)" product add --name $'a\u202eb'
  refused "character 2 (U+200B)" product add --name $'a\u200bb'
  refused "character 1 (U+001B)" product add --name $'\e]52;c;x\a'
  refused "at character 4 (U+0065) a letter and its accent are written apart" product add --name $'Jose\u0301'
  refused "U+0430" product add --name $'O\u0430xaca'
  refused "begins or ends with a space" product add --name " Rebozo"
  refused "--name is empty" product add --name ""
  refused "at most 64 bytes" product add --name "$(printf 'ñ%.0s' {1..33})"
  refused "at most 80 bytes" product add --name R --traits "$(printf 'x%.0s' {1..81})"
  refused "its last digit does not match" product add --name R --gtin 7501031311308
  refused "8, 12, 13 or 14 digits" product add --name R --gtin 75010
  refused "language tag" product add --name R --text-lang "es MX"
}

@test "a hostile name is a name" {
  local name="');DROP TABLE product;--"
  sello product add --name "$name"
  equal "$name" "$(sello --json product show P2 | jq -r .name)"
  sello product add --name "=cmd|' /C calc'!A0"
  contains "$(sello export products --csv -)" "'=cmd|"
}

@test "every letter of the communities' languages comes back as it was" {
  local name
  for name in "Tlāltzīn ꞌu" "Ñähñu" "Yucuañe" "Hñähñu m̈"; do
    sello product add --name "$name" >/dev/null
    equal "$name" "$(sello --json search "$name" | jq -r 'select(.kind == "product").text' | tail -n 1)"
  done
}

@test "lists stay within 80 columns" {
  sello producer add --name "$(printf 'ñ%.0s' {1..32})" --origin "$(printf 'x%.0s' {1..64})" \
    --state "Estado de México"
  sello product add --name "布の帯" --traits "$(printf 'a%.0s' {1..80})"
  local list
  for list in producer product; do
    COLUMNS=80 sello $list list | python3 -c '
import sys, unicodedata
for line in sys.stdin:
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n"))
    assert width <= 80, line'
  done
}

# ---- certificates ----

@test "a certificate goes its way" {
  sello certificate apply --product P1 --producer R1 --scheme 1 --note "por carta"
  refused "has not passed an inspection yet" certificate grant C1
  refused "takes pass or fail" certificate inspect C1 --result maybe
  sello certificate inspect C1 --result fail --note "sin telar"
  refused "has not passed an inspection yet" certificate grant C1
  sello certificate inspect C1 --result pass
  refused "comes before --from" certificate grant C1 --from 2026-12-01 --until 2026-11-30
  refused "takes a date" certificate grant C1 --until 30/11/2026
  sello certificate grant C1 --from 2026-01-01 --until 2036-12-31
  refused "the state of C1 is 'granted'" certificate grant C1
  equal "fail pass grant" \
    "$(sello --json certificate show C1 | jq -r '[.history[].step] | join(" ")')"
  equal "granted 2026-01-01 2036-12-31 Rebozo de bolita" \
    "$(sello --json certificate list | jq -r '"\(.state) \(.from) \(.until) \(.product_name)"')"
}

@test "an application names records that are there" {
  refused "Product" certificate apply --product P9 --producer R1 --scheme S1
  refused "--scheme is missing" certificate apply --product P1 --producer R1
  refused "A product is expected" certificate apply --product R1 --producer P1 --scheme S1
}

@test "grant refuses what no label could carry, and says what to shorten" {
  long() { printf 'x%.0s' $(seq "$1"); }
  sello producer edit R1 --name "$(long 64)" --origin "$(long 64)"
  sello product edit P1 --name "$(long 64)" --traits "$(long 80)" --net-content "$(long 24)" \
    --gtin 7501031311309 --text-lang "$(long 8)-$(long 8)-$(long 8)-$(long 8)"
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C1 --result pass
  run --separate-stderr sello certificate grant C1
  if [ "$status" -ne 0 ]; then
    contains "$stderr" "Shorten the product's name (64 bytes)"
    equal inspected "$(sello --json certificate show C1 | jq -r .state)"
    sello product edit P1 --traits "$(long 20)"
    sello certificate grant C1
  fi
  sello issue C1 --count 1 --lot "$(long 32)" --made 2026-11-01 --expires 2030-01-01
}

# ---- search ----

@test "search finds words without accents or case, and serials" {
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C1 --result pass
  sello certificate grant C1
  sello issue C1 --count 3
  contains "$(sello --json search HERNANDEZ taller)" '"id":"R1"'
  contains "$(sello --json search maria)" '"id":"S1"'
  equal '{"serial":2,"kind":"label","serial_text":"000002-2","batch":"B1","certificate":"C1"}' \
    "$(sello --json search 000002-2)"
  equal 2 "$(sello --json search 2 | jq 'select(.kind == "label").serial')"
  equal '{"id":"C1","kind":"certificate","text":"Rebozo de bolita · Taller Hernández"}' \
    "$(sello --json search c1 | head -n 1)"
  equal "" "$(sello --json search nadie)"
  run --separate-stderr sello search nadie
  equal 0 "$status"
  equal "Nothing was found." "$stderr"
}

# ---- status ----

@test "status tells what is here and what is due" {
  equal "member-keys" "$(sello --json status | jq -r '.due[].code')"
  sello certificate apply --product P1 --producer R1 --scheme S1
  contains "$(sello status)" "Certificates to be inspected: 1 (the first is C1)"
  sello certificate inspect C1 --result pass
  contains "$(sello status)" "to be granted: 1"
  sello certificate grant C1 --until "$(date -u -d '+10 days' +%F)"
  contains "$(sello status)" "end within 30 days: 1"
  sello issue C1 --count 2
  contains "$(sello status)" "no trust file yet"
  sello trust export -o trust.sello
  mv registro/keys/member-2.key ..
  equal "ending to-print backup" "$(sello --json status | jq -r '.due[].code' | xargs)"
  equal 2 "$(sello --json status | jq .labels)"
}

# ---- check ----

# with_sql SQL: changes the database behind the tool's back.
with_sql() {
  /usr/bin/python3 -c '
import sqlite3, sys
db = sqlite3.connect("registro/registry.db")
db.execute("PRAGMA journal_mode = TRUNCATE")  # as sello leaves it
db.execute(sys.argv[1])
db.commit()' "$1"
}

issue_and_export() {
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C1 --result pass
  sello certificate grant C1
  sello issue C1 --count "$1"
  sello trust export -o trust.sello
}

@test "check proves a registry whole" {
  contains "$(sello check)" "The registry is whole."
  issue_and_export 1500
  contains "$(sello check --all)" "All 1500 signatures of labels match."
  equal '{"whole":true,"findings":0,"labels":1500,"signatures_checked":1500}' \
    "$(sello --json check --all)"
}

@test "check finds what was changed" {
  issue_and_export 40
  local sql code
  while IFS='|' read -r code sql; do
    cp registro/registry.db whole.db
    with_sql "$sql"
    run --separate-stderr sello --json check --all
    equal 1 "$status" "$sql"
    contains "$output" "\"code\":\"$code\""
    mv whole.db registro/registry.db
  done <<'SQL'
signature|UPDATE signature_block SET signatures = CAST(substr(signatures, 65) || substr(signatures, 1, 64) AS BLOB)
signature|UPDATE batch SET claims = CAST(substr(claims, 1, length(claims) - 1) || 'b' AS BLOB)
events-gap|DELETE FROM event WHERE seq = 2
root|UPDATE root SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || '0' AS BLOB) WHERE version = 1
trust|UPDATE bundle_piece SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || '0' AS BLOB)
bundle-pieces|UPDATE bundle_piece SET place = place + 1
serials-count|UPDATE counter SET value = value + 1 WHERE name = 'serial'
SQL
}

# ---- the clock ----

@test "a clock far ahead of the last entry dates nothing unasked" {
  with_sql "UPDATE event SET made_at = made_at - 40 * 86400"
  before=$(registry_sum)
  run --separate-stderr sello product add --name Alebrije
  equal 1 "$status"
  contains "$stderr" "days after the last entry"
  contains "$stderr" "Nothing was written."
  equal "$before" "$(registry_sum)"
  sello product list
}

@test "a clock behind the last entry dates nothing before it: not a withdrawal either" {
  issue_and_export 1
  with_sql "UPDATE event SET made_at = made_at + 40 * 86400 WHERE seq = (SELECT max(seq) FROM event)"
  day=$(date -u -d "+40 days" +%F)
  run -0 --separate-stderr sello withdraw 1 --reason lost
  contains "$stderr" "clock is behind"
  equal "$day" "$(sello --json label show 1 | jq -r .status_date)"
  sello certificate withdraw C1 --reason other
  contains "$(sello certificate show C1)" "$(in_words "$day")"
}

# ---- backup ----

make_mark() { echo P1 4 4 0 1 1 0 1 0 0 1 1 0 0 1 0 1 1 0 | convert_picture pbm:- "$1"; }

# The files that a backup brings along stand in no registry.
sqlite_free_of_kept() {
  equal 0 "$(/usr/bin/python3 -c \
    'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM kept_piece").fetchone()[0])' "$1")"
}

@test "a backup comes back; what was issued since is told, and no serial is used again" {
  issue_and_export 5
  sello backup copia.tar
  refused "is there already" backup copia.tar
  sello issue C1 --count 7
  refused "There is a registry" restore copia.tar
  mv registro/registry.db lost.db
  run --separate-stderr sello restore copia.tar
  equal 1 "$status"
  contains "$stderr" "labels issued, whose records are not here: 7"
  run --separate-stderr sello issue C1 --count 1
  equal 1 "$status"
  contains "$stderr" "sello restore --reconcile"
  equal behind "$(sello --json status 2>/dev/null | jq -r '.due[0].code')"
  equal '{"bundle_versions":0,"reconciled":true,"root_versions":0,"seconds":0,"serials":7}' \
    "$(sello --json restore --reconcile --yes 2>told | jq -c '.seconds = 0')"
  lacks "$(cat told)" "See what is missing"
  equal 13 "$(sello --json issue C1 --count 1 | jq .first_serial)"
  sello check --all
  contains "$(sello search 8)" "whose records are lost"
}

@test "what printing needs comes back too: a restored registry prints the same bytes" {
  issue_and_export 2
  make_mark mark.png
  sello mark set mark.png
  sello accent set '#104e8b'
  echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>' >banda.svg
  sello ornament set banda.svg
  printf 'stock casa-4\npaper letter\nlabels 2 x 2\nsize 90 x 60\n' >registro/stock.txt
  sello stock calibrate --printer taller --left 21 --top 19 --across 170 --down 230
  sheet=(print 1-2 --to pdf --stock casa-4 --design marco --printer taller --start 1 -o)
  sello "${sheet[@]}" before.pdf
  sello backup copia.tar
  cp -r registro/keys llaves
  sqlite_free_of_kept registro/registry.db

  sello -r otro restore copia.tar --yes
  cp -r llaves/. otro/keys/
  for file in mark.png accent ornament.svg stock.txt printers; do
    cmp "registro/$file" "otro/$file"
  done
  sello -r otro "${sheet[@]}" after.pdf
  cmp before.pdf after.pdf
  sqlite_free_of_kept otro/registry.db

  # What is in the folder is newer: a mark of the other kind is one too.
  rm -r otro/registry.db otro/mark.png
  echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' >otro/mark.svg
  echo "# nothing" >otro/stock.txt
  run -0 --separate-stderr sello -r otro restore copia.tar --yes
  contains "$stderr" "otro/mark.svg is there already and stays as it is."
  contains "$stderr" "otro/stock.txt is there already"
  [ ! -e otro/mark.png ]
  equal "# nothing" "$(cat otro/stock.txt)"
}

@test "a backup that is killed leaves nothing that passes for one" {
  need_strace
  run -137 traced -e trace=fdatasync -e inject=fdatasync:signal=KILL:when=2 "$SELLO" backup copia.tar
  [ ! -e copia.tar ]
  sello backup copia.tar
  sello -r otro restore copia.tar --yes
  refused "copia.tar cannot be written there" backup no/hay/copia.tar
}

@test "the files of an earlier version's backup go nowhere but to their places" {
  issue_and_export 1
  sello backup copia.tar
  database_of copia.tar >copia.db
  /usr/bin/python3 - <<'PYTHON'
import sqlite3
db = sqlite3.connect("copia.db")
for name in ("../fuera", "keys/member-9.key", "/tmp/sello-fuera", "marks", "printers"):
    db.execute("INSERT INTO kept_piece VALUES (?, 1, ?)", (name, b"x" * 200000))
db.commit()
PYTHON
  sello -r otro restore copia.db --yes
  equal "keys lock marks registry.db registry.db-journal" "$(ls otro | xargs)"
  equal "" "$(ls otro/keys)"
  [ ! -e fuera ]
  [ ! -e /tmp/sello-fuera ]
}

@test "roots made since a backup come from a trust file" {
  issue_and_export 2
  sello backup copia.tar
  cp trust.sello old.sello
  sello scheme add --code 2 --name "Talavera" --name-en "Talavera ware"
  sello issue C1 --count 3
  sello trust export -o trust.sello
  rm registro/registry.db
  run --separate-stderr sello restore copia.tar --yes
  equal 1 "$status"
  contains "$stderr" "--trust FILE"
  run --separate-stderr sello restore --reconcile --yes --trust old.sello
  equal 1 "$status"
  contains "$stderr" "Roots made since are missing here"
  (
    use_folder "$PWD/otra"
    make_certifier Otra
    make_certificate
    sello scheme add --code 2 --name Otro
    sello trust export -o trust.sello
  ) >/dev/null 2>&1
  run --separate-stderr sello restore --reconcile --yes --trust otra/trust.sello
  equal 1 "$status"
  contains "$stderr" "belongs to a certifier"
  sello restore --reconcile --yes --trust trust.sello
  equal "Talavera" "$(sello --json scheme show S2 | jq -r .name)"
  sello scheme add --code 3 --name "Mezcal"
  equal 6 "$(sello --json issue C1 --count 1 | jq .first_serial)"
  sello trust export -o new.sello
  equal authentic "$(sello_verify --trust new.sello --json "$(label_text 6)" | jq -r .verdict)"
  sello check --all
}

# Without the right to pass over modes that root has.
without_rights() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --bounding-set=-all --inh-caps=-all "$@"
  else
    "$@"
  fi
}

@test "a backup on a medium that cannot be written is restored, and stays as it is" {
  mkdir medio
  sello backup medio/copia.tar
  chmod 400 medio/copia.tar
  chmod 500 medio
  local before
  before=$(sha256sum medio/copia.tar)
  without_rights "$SELLO" --no-input -r nuevo restore medio/copia.tar
  run -1 without_rights touch medio/otro
  equal "$before" "$(sha256sum medio/copia.tar)"
  chmod 700 medio
  sello -r nuevo check
}

@test "what is no backup is not restored" {
  echo hola >texto.db
  head -c 2000 registro/registry.db >cortado.db
  local file
  for file in texto.db cortado.db nada.db registro; do
    run --separate-stderr sello -r nuevo restore "$file"
    equal 1 "$status" "$file"
    [ ! -e nuevo/registry.db ]
  done
  refused "Give the backup to restore" restore
}

# ---- the tool itself ----

@test "a registry that is missing is not made" {
  run --separate-stderr sello -r nowhere product list
  equal 1 "$status"
  contains "$stderr" "There is no registry in nowhere."
  [ ! -e nowhere ]
}

@test "locale and time zone change nothing in what is written" {
  local plain
  plain=$(sello --json product list; sello export products --csv -)
  equal "$plain" "$(LC_ALL=tr_TR.UTF-8 TZ=Pacific/Kiritimati bash -c '
    "$0" --json product list; "$0" export products --csv -' "$SELLO")"
}

@test "every command shows its help with an example" {
  local name
  "$SELLO" --help | awk '/^  [a-z]/ { print }' >commands
  [ "$(wc -l <commands)" -gt 10 ]
  for name in "producer add" "product edit" "certificate grant" import export undo search status \
    check backup restore; do
    # shellcheck disable=SC2086
    contains "$("$SELLO" $name --help)" "  sello $name"
  done
}

@test "withdrawals published since a backup come back from the trust file" {
  issue_and_export 6
  sello suspend 2 --reason "en revisión"
  sello backup copia.tar
  sello withdraw 3 5 --reason stolen
  sello retire 4
  sello issue C1 --count 2
  sello withdraw 8 --reason misprint
  sello trust export -o trust.sello
  rm registro/registry.db
  run --separate-stderr sello restore copia.tar --yes
  equal 1 "$status"
  contains "$stderr" "what it says of withdrawals is not here"
  run --separate-stderr sello restore --reconcile --yes
  equal 1 "$status"
  sello restore --reconcile --yes --trust trust.sello
  sello check --all
  sello trust export -o new.sello
  for pair in 1:status-only 2:suspended 3:withdrawn 4:retired 5:withdrawn 8:withdrawn; do
    equal "${pair#*:}" \
      "$(sello_verify --trust new.sello --json --serial "${pair%:*}" | jq -r .verdict)"
  done
  equal stolen "$(sello_verify --trust new.sello --json --serial 5 | jq -r .reason)"
  sello resume 2
  sello trust export -o new.sello
  equal authentic "$(sello_verify --trust new.sello --json "$(label_text 2)" | jq -r .verdict)"
}

@test "without any copy of the trust file, going on takes saying so" {
  issue_and_export 2
  sello backup copia.tar
  sello trust export -o trust.sello
  rm registro/registry.db
  run ! sello restore copia.tar --yes
  sello restore --reconcile --yes --without-trust
  equal 3 "$(sello --json trust export -o trust.sello | jq .bundle_version)"
}

@test "on another computer the trust file tells how far serials went" {
  issue_and_export 3
  sello backup copia.tar
  sello issue C1 --count 4
  sello trust export -o trust.sello
  cp -r registro/keys llaves
  export XDG_STATE_HOME=$PWD/otra-computadora SELLO_REGISTRY=$PWD/otro
  run -1 --separate-stderr sello restore copia.tar
  contains "$stderr" "It is not known what was issued after this backup"
  cp -r llaves/. otro/keys/
  sello restore --reconcile --yes --trust trust.sello --last-serial 20
  equal 21 "$(sello --json issue C1 --count 1 | jq .first_serial)"
  equal 3 "$(sello --json trust export -o new.sello | jq .bundle_version)"
  sello check --all
}

@test "a record's history tells who changed what, and what it was before" {
  sello producer add --name "Ana Lopez" --origin Tenango >/dev/null
  id=$(sello producer list --json | jq -r 'select(.name == "Ana Lopez") .id')
  sello producer edit "$id" --name "Ana López" --public >/dev/null
  run --separate-stderr sello history "$id"
  equal 0 "$status" "$stderr"
  contains "$output" "$(id -un)"
  contains "$output" '"Ana Lopez" became "Ana López"'
  contains "$output" 'On labels: "no" became "yes"'
  equal '[{"after":"Ana López","before":"Ana Lopez","field":"name"},{"after":"true","before":"false","field":"public"}]' \
    "$(sello history "$id" --json | jq -c 'select(.what == "producer.edited") .changes')"
  # An edit that changes nothing says so by having no changes.
  sello producer edit "$id" --name "Ana López" >/dev/null
  equal null "$(sello history "$id" --json | tail -n 1 | jq -c '.changes')"
}

@test "history names one record or one label, and says what it does not know" {
  run --separate-stderr sello history R99
  equal 1 "$status"
  run --separate-stderr sello history 1-3
  equal 2 "$status"
  contains "$stderr" "name one serial"
}
