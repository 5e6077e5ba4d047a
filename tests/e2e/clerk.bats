# SPDX-License-Identifier: Apache-2.0
# What a clerk's usual mistakes come to.
load common

setup_file() {
  make_template
}

setup() {
  start_test
}

# A zone whose date is another than UTC's at this hour: at any hour one of the two is.
use_zone_of_another_day() {
  export TZ=Pacific/Kiritimati
  if [ "$(date +%F)" = "$(date -u +%F)" ]; then
    export TZ=Etc/GMT+12
  fi
}

# ---- one rule for today ----

@test "a certificate ends with the clerk's own day, for status, issue and its page alike" {
  use_zone_of_another_day
  today=$(date +%F)
  sello certificate renew C1 --until "$today"
  equal '["ending"]' "$(sello --json status | jq -c '[.due[].code | select(. == "ending" or . == "ended")]')"
  sello issue C1 --count 1
  sello certificate print C1 --to pdf -o c.pdf
}

@test "a certificate that ended yesterday is ended everywhere" {
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C2 --result pass
  use_zone_of_another_day
  yesterday=$(date -d yesterday +%F)
  sello certificate grant C2 --until "$yesterday"
  equal '["ended"]' "$(sello --json status | jq -c '[.due[].code | select(. == "ending" or . == "ended")]')"
  run ! sello issue C2 --count 1
  run ! sello certificate print C2 --to pdf -o c.pdf
}

@test "what a person reads is dated by the clock on the wall, what a program reads by UTC" {
  use_zone_of_another_day
  sello issue C1 --count 1
  contains "$(sello label show 4)" "$(in_words today)"
  contains "$(sello history | tail -n 1)" "$(in_words today)"
  contains "$(sello batch show B2)" "$(in_words today)"
  contains "$(sello status)" "$(in_words today)"
  equal "$(date -u +%F)" "$(sello --json label show 4 | jq -r '.issued[:10]')"
  sello trust export -o trust.sello
  run -0 sello_verify --trust trust.sello --lang en "$(label_text 4)"
  contains "$output" "Issued:       $(in_words today)"
}

@test "a key's last day is the clerk's" {
  use_zone_of_another_day
  kid=$(sello --json key list | jq -r 'select(.role == "label").kid')
  day=$(date -d "+3 days" +%F)
  sello key retire "$kid" --stop "$day"
  equal "$(date -u -d "@$(date -d "$day + 1 day" +%s)" +%FT%TZ)" \
    "$(sello --json key list | jq -r 'select(.role == "label").stop_signing')"
  contains "$(sello --lang en status)" "$(in_words "$day")"
}

# ---- a name that was wrong ----

@test "a product that granted certificates name is not renamed without a word" {
  meanwhile "--version" product edit P1 --name Chal
  equal 0 "$status" "a yes"
  contains "$output" "C1"
  contains "$output" "3 labels"
  contains "$output" 'Name: "Rebozo de bolita" becomes "Chal".'
  contains "$(sello history P1)" '"Rebozo de bolita" became "Chal"'
  run -0 sello --json product edit P1 --name "Rebozo fino" --dry-run
  equal '{"certificates":["C1"],"dry_run":true,"id":"P1","labels_before":3}' \
    "$(tail -n 1 <<<"$output" | jq -c 'del(.seen)')"
  run -0 sello product edit P1 --name "Rebozo fino"
  contains "$output" "C1"
  contains "$output" "certificate print C1"
}

@test "a producer is not renamed without a word; a no changes nothing; a new record touches nothing" {
  run -0 sello producer edit R1 --name "Taller Hernández Ruiz" --yes
  contains "$output" "C1"
  printf 'n\n' >no
  run -1 script -fqec "stty cols 1000; $SELLO producer edit R1 --name Otro" /dev/null <no
  contains "$output" "Nothing was changed"
  equal "Taller Hernández Ruiz" "$(sello --json producer show R1 | jq -r .name)"
  run -0 sello producer add --name "Taller Nuevo" --origin Toluca
  lacks "$output" C1
  run -0 sello producer edit R2 --name "Taller Novísimo"
  lacks "$output" "certificate"
}

@test "a renewal keeps the date that it replaces, and the chain of events holds it" {
  sello certificate renew C1 --until 2031-01-31
  sello certificate renew C1 --until 2032-01-31
  run -0 sello certificate show C1
  contains "$output" "until 31 Jan 2032 (before: 31 Jan 2031)"
  contains "$(sello history C1)" 'Until: "31 Jan 2031" became "31 Jan 2032"'
  sello check --all
  sqlite3 "$SELLO_REGISTRY/registry.db" "UPDATE edit SET before = '2031-02-28' WHERE field = 'until' AND before <> ''"
  run -1 sello check --all
  contains "$output" "What an edit changed"
}

# ---- issued anew ----

@test "labels are withdrawn and issued anew in one step, with the same data" {
  sello withdraw 1 --reason lost
  run -0 --separate-stderr sello --json reissue B1 --reason misprint
  equal '{"address":"plain","batch":"B2","certificate":"C1","count":2,"first_serial":4,"last_serial":5}' \
    "$(jq -c 'del(.replaces)' <<<"$output")"
  equal '[2,"misprint"]' "$(jq -c '[.replaces.withdrawn, .replaces.reason]' <<<"$output")"
  for serial in 1 2 3; do
    equal withdrawn "$(sello --json label show $serial | jq -r .status)"
  done
  said='[.product,.producer,.origin,.lot,.made,.traits,.certificate]'
  equal "$(sello --json label show 2 | jq -c "$said")" "$(sello --json label show 4 | jq -c "$said")"
  sello check --all
}

@test "what was wrong in a record or a batch is right on the labels that are issued anew" {
  sello product edit P1 --name "Rebozo de seda" --yes
  sello reissue 2-3 --reason misprint --lot L-2612 --expires 2040-01-31
  equal '["Rebozo de seda","L-2612","2026-11-01","2040-01-31"]' \
    "$(sello --json label show 4 | jq -c '[.product,.lot,.made,.expires]')"
  equal valid "$(sello --json label show 1 | jq -r .status)"
  sello issue C1 --count 2 --lean
  sello reissue 6 --reason damaged
  equal '[null,null]' "$(sello --json label show 8 | jq -c '[.product,.origin]')"
}

@test "what cannot be issued anew is refused, and nothing is changed" {
  before=$(registry_sum)
  run -2 sello reissue 2
  contains "$output" "--reason"
  run ! sello reissue 99 --reason lost
  run -0 sello --json reissue 2 --reason lost --dry-run
  equal true "$(jq .dry_run <<<"$output")"
  equal "$before" "$(registry_sum)"
  sello sold 3 --yes
  run -1 sello --lang en reissue 2-3 --reason lost
  contains "$output" "buyers have"
  sello withdraw 2 --reason lost --yes
  run -1 sello --lang en reissue 2 --reason lost
  contains "$output" "withdrawn already"
  sello issue C1 --count 1
  run -1 sello --lang en reissue 1-4 --reason lost
  contains "$output" "several batches"
  sello certificate suspend C1 --reason "en revisión"
  run -1 sello --lang en reissue 4 --reason lost
  equal suspended "$(sello --json label show 4 | jq -r .status)"
}

@test "issuing anew asks, and a label that changed meanwhile is not replaced" {
  meanwhile "withdraw 2 --reason lost" reissue 2-3 --reason misprint
  equal 1 "$status"
  contains "$output" "2 labels would be withdrawn"
  contains "$output" "someone changed this meanwhile"
  equal valid "$(sello --json label show 3 | jq -r .status)"
}

# ---- printing the rest, applying twice ----

@test "a batch with a withdrawn label is printed without it" {
  sello withdraw 2 --reason lost --yes
  run -1 sello --lang en print B1 --to pdf -o l.pdf --stock avery-l7160
  contains "$output" "--skip-withdrawn"
  run -0 sello --lang en print B1 --to pdf -o l.pdf --stock avery-l7160 --skip-withdrawn
  contains "$output" "left out: 1"
  equal '["1-1","3-3"]' \
    "$(sello --json label show 1 >/dev/null && sqlite3 "$SELLO_REGISTRY/registry.db" \
      "SELECT json_group_array(first_serial || '-' || (first_serial + n_labels - 1)) FROM print_range")"
  run -1 sello --lang en print 2 --to pdf -o m.pdf --stock avery-l7160 --skip-withdrawn
  contains "$output" "all of these are withdrawn"
  sello suspend 1 --reason "en revisión"
  run -1 sello --lang en print B1 --to pdf -o n.pdf --stock avery-l7160 --skip-withdrawn
  contains "$output" "suspended"
}

@test "who applies twice is told, and takes one back" {
  run -0 sello --lang en certificate apply --product P1 --producer R1 --scheme S1
  contains "$output" "C1 is for the same product"
  meanwhile "--version" --lang en certificate apply --product P1 --producer R1 --scheme S1
  equal 0 "$status"
  contains "$output" "Apply once more?"
  run -0 sello --json certificate cancel C3 --dry-run
  equal applied "$(sello --json certificate show C3 | jq -r .state)"
  sello certificate cancel C3
  equal withdrawn "$(sello --json certificate show C3 | jq -r .state)"
  sello certificate inspect C2 --result pass
  sello certificate cancel C2
  run -1 sello --lang en certificate cancel C1
  contains "$output" "certificate withdraw C1"
  equal granted "$(sello --json certificate show C1 | jq -r .state)"
  sello producer add --name Otro --origin Toluca
  run -0 sello --lang en certificate apply --product P1 --producer R2 --scheme S1
  lacks "$output" "same product"
}

# ---- what spreadsheets do ----

@test "what a spreadsheet seems to have eaten is said before it is signed" {
  for lot in nov-26 Nov-2026 1-nov 7.50103E+12 1.00E-09 1,5E+10 45231; do
    printf 'certificate;count;lot\nC1;1;%s\n' "$lot" >t.csv
    run -0 sello --lang en issue --csv t.csv
    contains "$output" "spreadsheet"
    contains "$output" "line 2, column 3"
  done
  for lot in L-2611 2026-11 00001E-9 E-12 4523 nov mayo 123456 1E9; do
    printf 'certificate;count;lot\nC1;1;%s\n' "$lot" >t.csv
    run -0 sello --lang en issue --csv t.csv
    lacks "$output" "spreadsheet"
  done
  printf 'name;traits\nRebozo;nov-26\nManta;dic-26\n' >p.csv
  run -0 sello --lang en import products --csv p.csv
  contains "$output" "2 texts look"
  equal 2 "$(sello --json import products --csv p.csv | jq -s '.[-1].eaten')"
}

# ---- small stock ----

@test "labels are looked at before they are issued, and nothing is kept of that" {
  before=$(sello --json history | wc -l)
  run -0 sello --json issue C1 --count 3 --lot L-9 --for avery-5162 --preview look.png
  contains "$output" '"picture":"look.png","labels":3'
  equal image/png "$(file -b --mime-type look.png)"
  equal "$before" "$(sello --json history | wc -l)"
  run -2 sello --lang en issue C1 --count 3 --preview look.png
  contains "$output" "--preview needs --for."
  run -1 sello --lang en issue C1 --count 3 --for nada --preview none.png
  [ ! -e none.png ]
}

@test "for small stock as little is left out as it needs, and said before it is signed" {
  said='[.product,.producer,.origin,.traits,.lot] | map(. != null)'
  sello product edit P1 --name "Rebozo de bolita en seda natural" --yes \
    --traits "seda roja con hilos de oro, punta calada de tres dedos, rapacejo anudado a mano"
  run -0 sello --lang en issue C1 --count 2 --lot L-2611 --for avery-5162
  contains "$output" "Left out"
  equal '[true,true,true,false,true]' "$(sello --json label show 4 | jq -c "$said")"
  sello print B2 --to pdf -o l.pdf --stock avery-5162
  run -0 sello --lang en issue C1 --count 1 --lot L-2611 --for avery-5164
  contains "$output" "All of it fits"
  equal '[true,true,true,true,true]' "$(sello --json label show 6 | jq -c "$said")"
  run -1 sello --lang en issue C1 --count 1 --for nada
  contains "$output" "nada"
  meanwhile "--version" --lang en --passphrase-file passphrase issue C1 --count 1 --for avery-5162
  contains "$output" "Sign them so?"
  equal 0 "$status"
}

@test "of a table each row leaves out what it needs by itself" {
  said='[.product,.producer,.origin,.traits,.lot] | map(. != null)'
  sello product edit P1 --name "Rebozo de bolita en seda natural" --yes
  printf '%s\n' 'certificado;cantidad;lote;señas' \
    'C1;2;L-1;seda roja con hilos de oro, punta calada de tres dedos, rapacejo anudado a mano' \
    'C1;1;L-2;' 'C1;1;L-3;seda azul con hilos de plata, punta calada de tres dedos, rapacejo anudado' >t.csv
  run -0 --separate-stderr sello --lang en issue --csv t.csv --for avery-5162
  contains "$stderr" "Left out of the labels of 2 rows, to fit those of avery-5162: traits."
  equal '[{"parts":["traits"],"rows":2}]' \
    "$(sello --json issue --csv t.csv --for avery-5162 | tail -n 1 | jq -c .left_out)"
  equal null "$(sello --json issue --csv t.csv | tail -n 1 | jq -c .left_out)"
  run -0 --separate-stderr sello --lang en issue --csv t.csv --for avery-5162 --commit
  contains "$stderr" "Left out of the labels of 2 rows"
  equal '[true,true,true,false,true]' "$(sello --json label show 4 | jq -c "$said")"
  equal '[true,true,true,false,true]' "$(sello --json label show 5 | jq -c "$said")"
  equal "seda roja, punta calada" "$(sello --json label show 6 | jq -r .traits)"
  equal '[true,true,true,false,true]' "$(sello --json label show 7 | jq -c "$said")"
  sello print B2 --to pdf -o l.pdf --stock avery-5162
  run -1 sello --lang en issue --csv t.csv --for nada
  contains "$output" "nada"
  run -2 sello --lang en issue --csv t.csv --for avery-5162 --lean
  contains "$output" "Choose one of the two."
}

# ---- a piece that came back ----

@test "what was sold is taken back with its reason, and verifiers that knew it as sold follow" {
  sello sold 1-3 --yes
  sello trust export -o sold.sello
  sello_verify trust add sold.sello --yes
  run -2 sello returned 2
  run -0 --separate-stderr sello --json returned 2 --reason "la talla no era" --dry-run
  equal '[1,true]' "$(jq -c '[.changed,.dry_run]' <<<"$output")"
  run -0 --separate-stderr sello --json returned 2 --reason "la talla no era"
  equal '["return",1,1,"returned"]' "$(jq -c '[.verb,.changed,.now.valid,.reason]' <<<"$output")"
  equal '["retired","valid","retired"]' \
    "$(for s in 1 2 3; do sello --json label show $s | jq .status; done | jq -sc .)"
  sello check --all
  contains "$(sello --lang en history 2)" "taken back (returned)"
  sello trust export -o back.sello
  run -0 sello_verify trust update back.sello
  equal '["authentic"]' "$(sello_verify --json "$(label_text 2)" | jq -c '[.verdict]')"
  equal '["retired"]' "$(sello_verify --json "$(label_text 1)" | jq -c '[.verdict]' || true)"
}

@test "one that came back is suspended, resumed, sold again and withdrawn, and verifiers follow" {
  verdict_now() {
    sello trust export -o now.sello >/dev/null
    sello_verify trust update now.sello >/dev/null
    sello_verify --json "$(label_text 2)" | jq -r .verdict
  }
  sello trust export -o first.sello
  sello_verify trust add first.sello --yes
  sello sold B1 --yes
  equal retired "$(verdict_now)"
  sello returned B1 --reason devolución
  sello certificate suspend C1 --reason "en revisión"
  equal suspended "$(verdict_now)"
  sello certificate resume C1
  equal authentic "$(verdict_now)"
  sello sold 2 --yes
  equal retired "$(verdict_now)"
  sello returned 2 --reason otra-vez
  equal authentic "$(verdict_now)"
  sello check --all
  sello withdraw 2 --reason lost --yes
  equal withdrawn "$(verdict_now)"
  run -1 sello --lang en returned 2 --reason nada
  contains "$output" "are withdrawn"
  run -1 sello --lang en returned 1-2 --reason nada
  sello check --all
}

# ---- a label in the hand ----

@test "a label is shown by what a scanner reads of it, and refused where it was not issued here" {
  cp -r registro copia
  cp -r state state-copia
  sello issue C1 --count 1 --lot aquí --yes
  text=$(label_text 4)
  equal 4 "$(sello --json label show "$text" | jq .serial)"
  equal 4 "$(sello --json label show "${text#*#}" | jq .serial)"
  other=$(
    export SELLO_REGISTRY=$PWD/copia XDG_STATE_HOME=$PWD/state-copia
    sello issue C1 --count 1 --lot allá --yes >/dev/null
    label_text 4
  )
  run -1 --separate-stderr sello --json label show "$other"
  equal label-not-ours "$(jq -r .error <<<"$output")"
  run -2 sello label show "${text%?????}"
}
