#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Handing labels to producers: the receipt, the counts, spoiled labels, and what is refused.

load common

# C1 is R1's: B1 is 1-24, B2 is 25-30. C2 is R2's: B3 is 31-36.
setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier "Consejo de Ñandú / «Prueba»"
  make_certificate
  sello producer add --name "Tejedoras de Xochistlahuaca" --origin "Xochistlahuaca"
  sello product add --name "Huipil Kꞌoꞌox m̃a̱n"
  grant_certificate --product P2 --producer R2 --scheme S1
  for order in "C1 24" "C1 6" "C2 6"; do
    sello issue "${order% *}" --count "${order#* }" --lot "L-${order#* }"
  done 2>/dev/null
} >/dev/null

setup() { start_test; }

# counts BATCH: issued printed delivered spoiled left
counts() { sello --json batch show "$1" | jq -r '"\(.issued) \(.printed) \(.delivered) \(.spoiled) \(.left)"'; }

# refused STATUS WORDS COMMAND...: exits so with these words; the registry stays as it is.
refused() {
  local status=$1 words=$2 before
  before=$(registry_sum)
  shift 2
  run "-$status" sello "$@"
  contains "$output" "$words"
  equal "$before" "$(registry_sum)" "the registry changed"
}

pdf_words() { pdftotext -layout "$1" - | tr -s ' \n' '  '; }

@test "a batch is delivered: the receipt lists it, and the counts know it" {
  run -0 sello deliver B1 --to R1 -o recibo.pdf
  contains "$output" "Delivery D1 to R1. Labels: 24."
  contains "$output" "24 issued, 0 printed, 24 delivered, 0 spoiled, 0 left"
  equal "24 0 24 0 0" "$(counts B1)"
  equal "6 0 0 0 6" "$(counts B2)"
  words=$(pdf_words recibo.pdf)
  for part in "Consejo de Ñandú / «Prueba»" "Recibo de etiquetas D1" "Taller Hernández (R1)" \
    "Santa María del Río" "000001-1 a 00000R-R" "1–24" "C1" "L-24" "Rebozo de bolita" \
    "Total: 24 etiquetas" "24 emitidas, 24 entregadas, quedan 0, 0 arruinadas" "Para la oficina" "Para el productor" "Entrega, por" \
    "Recibe, por Taller Hernández" "https://sello.example/v/" \
    "$(sello --json status | jq -r .fingerprint)"; do
    contains "$words" "$part"
  done
  equal 1 "$(pdfinfo recibo.pdf | sed -n 's/^Pages: *//p')"
  contains "$(pdfinfo recibo.pdf)" "612 x 792"
}

@test "ruined labels are withdrawn as misprints and are not on the receipt" {
  run -0 sello deliver B1 --to R1 --spoiled 3 --spoiled 10-12 -o recibo.pdf
  contains "$output" "Labels spoiled and withdrawn: 4."
  equal "24 0 20 4 0" "$(counts B1)"
  words=$(pdf_words recibo.pdf)
  contains "$words" "000001-1 a 000002-2 1–2 2"
  contains "$words" "000004-4 a 000009-9 4–9 6"
  contains "$words" "00000D-D a 00000R-R 13–24 12"
  contains "$words" "4 arruinadas (000003-3, 00000A-A a 00000C-C)"
  sello trust export -o trust.sello >/dev/null
  run sello_verify --trust trust.sello --json "$(label_text 11)"
  equal "withdrawn misprint" "$(jq -r '"\(.verdict) \(.reason)"' <<<"$output")"
  equal authentic "$(verdict "$(label_text 9)")"
}

@test "a receipt counts one as one, and says it in the language of its words" {
  sello deliver 25 --to R1 --spoiled 30 -o uno.pdf >/dev/null
  contains "$(pdf_words uno.pdf)" "6 emitidas, 1 entregada, quedan 4, 1 arruinada ("
  sello deliver 26-28 --to R1 -o dos.pdf >/dev/null
  contains "$(pdf_words dos.pdf)" "6 emitidas, 4 entregadas, queda 1, 1 arruinada ("
  sello deliver --again D2 -o tres.pdf --words en >/dev/null
  contains "$(pdf_words tres.pdf)" "00000T-T to 00000W-W"
  contains "$(pdf_words tres.pdf)" "6 issued, 4 delivered, 1 left, 1 spoiled ("
}

@test "spoiled labels alone are voided, and nothing is delivered" {
  run -0 sello --json deliver --spoiled 30
  equal '{"spoiled":1}' "$output"
  equal "6 0 0 1 5" "$(counts B2)"
  run -0 sello --json deliver --spoiled 30
  equal '{"spoiled":0}' "$output"
}

@test "of a named batch what was withdrawn before is left out" {
  sello withdraw 2 5 --reason lost 2>/dev/null
  run -0 sello --json --lang en deliver B1 --to R1
  object=$(grep '^{' <<<"$output")
  equal 22 "$(jq .labels <<<"$object")"
  equal '[{"first":1,"last":1},{"first":3,"last":4},{"first":6,"last":24}]' \
    "$(jq -c .serials <<<"$object")"
  equal '{"batch":"B1","delivered":22,"issued":24,"left":0,"printed":0,"spoiled":0}' \
    "$(jq -c '.batches[0]' <<<"$object")"
}

@test "what is refused" {
  sello withdraw 2 --reason lost 2>/dev/null
  sello suspend 4 --reason "en revisión" 2>/dev/null
  sello deliver 20-22 --to R1 >/dev/null
  refused 1 "label 2 is withdrawn (lost). Leave it out." deliver 1-3 --to R1
  refused 1 "label 4 is suspended (en revisión)" deliver 3-6 --to R1
  refused 1 "label 4 is suspended (en revisión)" deliver B1 --to R1
  refused 1 "label 20 was delivered to R1" deliver 18-24 --to R1
  refused 1 "(delivery D1)" deliver 22 --to R1
  refused 1 "of certificate C2, which is R2's" deliver 25-31 --to R1
  refused 1 "of certificate C1, which is R1's" deliver B2 --to R2
  refused 1 "there is no label 37" deliver 36-37 --to R2
  refused 1 "R9" deliver B2 --to R9
  refused 2 "--to" deliver B2
  refused 2 "'C1' is a certificate" deliver B2 --to C1
  refused 2 "Which labels?" deliver --to R1
  sello withdraw B3 --reason lost 2>/dev/null
  refused 1 "all of these labels are withdrawn" deliver B3 --to R2
  refused 2 "--paper takes letter or a4" deliver B2 --to R1 --paper legal
  refused 2 "--words takes es, en or both" deliver B2 --to R1 --words fr
}

@test "another producer takes them where it is said" {
  run -0 sello deliver B2 --to R2 --any-producer -o recibo.pdf
  contains "$(pdf_words recibo.pdf)" "Recibe, por Tejedoras de Xochistlahuaca"
  refused 1 "delivered to R2" deliver 25 --to R1
}

@test "a receipt is written again, also in English and on A4, with letters of every orthography" {
  sello deliver B3 --to R2 -o uno.pdf >/dev/null
  run -0 sello deliver --again D1 -o dos.pdf
  cmp uno.pdf dos.pdf
  run -0 sello deliver --again D1 -o tres.pdf --words en --paper a4
  words=$(pdf_words tres.pdf)
  contains "$words" "Receipt for labels D1"
  for part in "Huipil Kꞌoꞌox" "m̃" "a̱"; do # the extractor parts what follows a combining mark
    contains "$words" "$part"
  done
  lacks "$words" "Recibo"
  contains "$(pdfinfo tres.pdf)" "A4"
  run -0 sello deliver --again D1 -o cuatro.pdf --words both
  contains "$(pdf_words cuatro.pdf)" "Recibo de etiquetas D1 / Receipt for labels D1"
  refused 1 "no such record" deliver --again D7 -o x.pdf
  refused 2 "give -o FILE, and no labels" deliver --again D1 B3 -o x.pdf
}

@test "both copies are on one page, or on one each; the mark and the colour are on both" {
  equal 0 "$(sello deliver B1 --to R1 -o recibo.pdf >/dev/null && pdfimages -list recibo.pdf | tail -n +3 | wc -l)"
  equal "2 1" "$(pdf_words recibo.pdf | grep -o "Recibo de etiquetas D1" | wc -l) $(pdfinfo recibo.pdf | sed -n 's/^Pages: *//p')"
  sello mark set "$SOURCE_DIR/tests/support/mark.svg" >/dev/null
  sello accent set '#0a5a8a' 2>/dev/null
  sello issue C1 --count 60 >/dev/null 2>&1
  run -0 sello deliver $(seq 37 2 65) --to R1 -o largo.pdf
  equal "2" "$(pdfinfo largo.pdf | sed -n 's/^Pages: *//p')"
  equal "2" "$(pdfimages -list largo.pdf | tail -n +3 | wc -l)"
  for page in 1 2; do
    contains "$(pdftotext -f $page -l $page -layout largo.pdf -)" "Total: 15 etiquetas"
    pdftoppm -r 72 -png -f $page -l $page -singlefile largo.pdf largo
    contains "$(convert_picture largo.png -format %c histogram:info:-)" "#0A5A8A"
  done
}

@test "a list that does not fit on a page delivers nothing" {
  sello issue C1 --count 200 >/dev/null 2>&1
  refused 1 "does not fit on one page" deliver $(seq 37 2 170) --to R1 -o recibo.pdf
  [ ! -e recibo.pdf ]
  run -0 sello deliver $(seq 37 2 170) --to R1
}

@test "where the receipt cannot be written the delivery stands, and says how to go on" {
  run -1 sello deliver B2 --to R1 -o no/hay/recibo.pdf
  contains "$output" "sello deliver --again D1 -o FILE"
  lacks "$output" "The receipt to sign is in"
  equal "6 0 6 0 0" "$(counts B2)"
  run -0 sello deliver --again D1 -o recibo.pdf
}

@test "deliveries and batches are listed, searched and exported" {
  sello deliver 3-4 7 --to R1 --spoiled 9 >/dev/null 2>&1
  contains "$(sello batch list)" "1-24     Rebozo de bolita"
  equal "0 3 1 20" "$(sello batch list | awk '$1 == "B1" {print $(NF-3), $(NF-2), $(NF-1), $NF}')"
  contains "$(sello search D1)" "3 · Taller Hernández"
  run -0 sello --lang en export deliveries --csv -
  equal "delivery,date,who,producer,producer name,first serial,last serial,first printed serial,last printed serial,labels" \
    "$(head -n 1 <<<"$output" | tr -d '\r')"
  equal "D1 R1 3 4 000003-3 000004-4 2" "$(sed -n 2p <<<"$output" | tr -d '\r' | cut -d, -f 1,4,6- | tr , ' ')"
  equal 3 "$(wc -l <<<"$output")"
  run -0 sello --lang en export batches --csv -
  contains "$output" ",24,0,3,1,20"
  run -0 sello --lang es export entregas --csv entregas.csv
  contains "$(cat entregas.csv)" "nombre del productor"
  run -0 sello --lang en export prints --csv -
  contains "$output" "reprints in all"
  run -0 sello check
}

@test "a label that is withdrawn while the question waits is not delivered, and nothing is half done" {
  meanwhile "withdraw 27 --reason stolen" deliver 26-29 --to R1 --spoiled 30
  equal 1 "$status"
  contains "$output" "label 27 is withdrawn (stolen). Leave it out."
  equal "6 0 0 0 5" "$(counts B2)"
  equal valid "$(sello --json label show 30 | jq -r .status)"
  meanwhile "withdraw 28 --reason lost" deliver B2 --to R1 --spoiled 30
  equal 1 "$status"
  contains "$output" "someone changed this meanwhile"
  equal "6 0 0 0 4" "$(counts B2)"
  run -0 sello check
}

@test "a dry run tells what would be delivered, and changes nothing" {
  before=$(registry_sum)
  run -0 sello --json deliver B1 --to R1 --spoiled 3 -o recibo.pdf --dry-run
  equal "true D1 23 1 23" \
    "$(jq -r '"\(.dry_run) \(.delivery) \(.labels) \(.spoiled) \(.batches[0].delivered)"' <<<"$output")"
  run -0 sello deliver B1 --to R1 --dry-run
  contains "$output" "Nothing is changed by this"
  contains "$output" "Delivery D1 to R1. Labels: 24."
  [ ! -e recibo.pdf ]
  equal "$before" "$(registry_sum)"
  run -1 sello --json deliver B1 --to R2 --dry-run
  equal "labels-of-another to" "$(jq -r 'select(.error) | "\(.error) \(.field)"' <<<"$(grep '^{' <<<"$output")")"
}
