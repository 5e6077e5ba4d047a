#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Printing: sheets, pictures and printer commands; what is refused, what is remembered.

load common

setup_file() {
  make_template
  issue_typical 27 # 30 labels in two batches
  sello trust export -o trust.sello >/dev/null
}

setup() { start_test; }

# refused STATUS WORDS OPTION...: this exit status and these words; nothing was written.
refused() {
  local status_wanted=$1 words=$2
  shift 2
  run --separate-stderr sello print "$@"
  equal "$status_wanted" "$status" "$stderr"
  contains "$stderr" "$words"
  equal "" "$output"
  [ ! -e out ] && [ ! -e out.pdf ]
}

# words_of FILE: the words of a PDF, with one space between them however they are set.
words_of() { pdftotext -raw "$1" - | sed 's/\xc2\xa0/ /g' | tr -s ' \n\f' ' '; }

# pgm FILE NAME: a picture as NAME.pgm, black on white.
pgm() {
  convert_picture "$1" -background white -alpha remove -colorspace gray -depth 8 "$2.pgm"
}

# serials_on FILE PAGE: the printed serials of a page, in reading order.
serials_on() {
  pdftotext -f "$2" -l "$2" -layout "$1" - | grep -oE '\b0[0-9A-Z]{5}-[0-9A-Z*~$=]' | tr '\n' ' '
}

# place_of FILE PAGE SERIAL: row and column of L7163 (2 by 7 labels of 99.1 by 38.1 mm) it stands in;
# the page's header, above them, aside.
place_of() {
  pdftotext -f "$2" -l "$2" -bbox "$1" - | awk -v serial=">$3<" -F'"' '
    { x = $2 * 25.4 / 72; y = $4 * 25.4 / 72 }
    index($0, serial) && y > 15.15 {
      print int((y - 15.15) / 38.1) + 1 ":" int((x - 4.67) / 101.6) + 1 }' | xargs
}

# proofs_in PICTURE: how many codes another reader finds in it, all of them proofs: their digits begin
# with a serial in 34 places, where a label's have its first bytes. Where ours finds no label it looks
# for seconds.
proofs_in() {
  local texts
  texts=$(zbarimg -q --raw "$1" 2>/dev/null)
  lacks "$(grep -vE '^https://sello.example/v/#0{30}[0-9]' <<<"$texts")" http
  wc -l <<<"$texts"
}

# prints FIELD: that column of the log's last row, by its English heading.
prints() {
  sello --lang en export prints --csv - | /usr/bin/python3 -c '
import csv, sys
print(list(csv.DictReader(sys.stdin))[-1][sys.argv[1]])' "$1"
}

# ---- one symbol in every form ----

@test "a label has one and the same symbol as PNG, SVG, PDF and ZPL, alone and among its words" {
  stock=(--stock avery-l7163 --module 0.423)
  sello print 2 --to png -o alone
  sello print 2 --to svg -o alone
  sello print 2 --to png -o whole "${stock[@]}"
  sello print 2 --to svg -o whole "${stock[@]}"
  sello print 1-3 --to pdf -o sheet.pdf "${stock[@]}"
  sello --json print 2 --to zpl -o two.zpl --stock 102x51 >zpl.json
  pgm alone/000002.png alone
  pgm whole/000002.png whole
  rsvg-convert -d 600 -p 600 alone/000002.svg -o alone_svg.png && pgm alone_svg.png alone_svg
  rsvg-convert -d 600 -p 600 whole/000002.svg -o whole_svg.png && pgm whole_svg.png whole_svg
  pdftoppm -r 600 -gray -singlefile sheet.pdf sheet
  files=(alone.pgm:10 alone_svg.pgm:10 whole.pgm:10 whole_svg.pgm:10 sheet.pgm:10
    "two.zpl:$(jq .dots_per_module zpl.json)")
  run -0 /usr/bin/python3 "$SOURCE_DIR/tests/e2e/symbol_in.py" alone.pgm 10 "${files[@]}"
  equal "1 alone.pgm 1 alone_svg.pgm 1 whole.pgm 1 whole_svg.pgm 1 sheet.pgm 1 two.zpl" \
    "$(tr '\n' ' ' <<<"$output" | sed 's/ $//')"
}

@test "every label of a printed page is authentic, and stands where its printed serial says" {
  sello print 1-14 --to pdf -o sheet.pdf --stock avery-l7163 --no-header
  pdftoppm -r 200 -gray -png -singlefile sheet.pdf page
  sello_verify --trust trust.sello --json page.png >verdicts
  equal "14 authentic" "$(jq -r .verdict verdicts | sort | uniq -c | xargs)"
  equal "$(jq -r .serial_text verdicts | sort)" "$(serials_on sheet.pdf 1 | tr ' ' '\n' | grep . | sort)"
  equal "1:1 1:2 7:2" "$(for s in 000001-1 000002-2 00000E-E; do place_of sheet.pdf 1 $s; done | xargs)"
}

@test "the same labels give the same bytes, and a whole sheet is small" {
  for to in pdf zpl; do
    on=$([ $to = zpl ] && echo 102x51 || echo avery-l7163)
    sello print B1 B2 --to $to -o "a.$to" --stock "$on"
    sello print B1 B2 --to $to -o "b.$to" --stock "$on"
    cmp "a.$to" "b.$to"
  done
  for to in png svg; do
    sello print 1-2 --to $to -o a --stock avery-l7163
    sello print 1-2 --to $to -o b --stock avery-l7163
    diff -r a b
  done
  sello print 1-24 --to pdf -o l7159.pdf --stock avery-l7159
  [ "$(stat -c %s l7159.pdf)" -le 81920 ]
}

# ---- what the label says ----

@test "what is signed is printed, not what the records say today" {
  sello product edit P1 --name "Otro nombre" >/dev/null
  sello print 1 --to pdf -o sheet.pdf --stock avery-l7163
  text=$(words_of sheet.pdf)
  contains "$text" "Rebozo de bolita"
  lacks "$text" "Otro nombre"
  for part in "Taller Hernández" "Santa María del Río" "Rebozo de Santa María" "1 nov 2026" C1 \
    "seda roja, punta calada" \
    "Consejo Artesanal de Prueba" sello.example/v 000001-1; do
    contains "$text" "$part"
  done
}

@test "the words follow the batch's language, and --words" {
  sello product add --name "Bobbin shawl" --text-lang en-GB >/dev/null
  grant_certificate --product P2 --producer R1 --scheme S1 >/dev/null
  sello issue C2 --count 1 >/dev/null
  words() { sello print "$1" --to pdf -o w.pdf --stock avery-l7163 "${@:2}" >/dev/null && words_of w.pdf; }
  contains "$(words 1)" "Escanea para verificar"
  contains "$(words 31)" "Scan to verify"
  contains "$(words 31)" "Santa María shawl"
  contains "$(words 31 --words es)" "Rebozo de Santa María"
  both=$(words 1 --words both)
  contains "$both" "Escanea"
  contains "$both" "Scan"
  refused 2 "--words takes" 1 --to pdf -o out.pdf --words fr
}

@test "a letter that the fonts lack is told of when it is written, and not printed as a box" {
  run --separate-stderr sello product add --name "Rebozo ꞌu漆"
  equal 0 "$status"
  contains "$stderr" "Labels cannot show 漆 (U+6F06)"
  run --separate-stderr sello product edit P2 --name "Rebozo ꞌu̱" --yes
  equal "" "$stderr"
  sello product edit P2 --name "Rebozo 漆" --yes 2>/dev/null >/dev/null
  grant_certificate --product P2 --producer R1 --scheme S1 >/dev/null
  sello issue C2 --count 1 >/dev/null
  refused 1 "a text of batch B3 has 漆 (U+6F06)" 31 --to pdf -o out.pdf --stock avery-l7163
  [ ! -e out.pdf ]
}

@test "a name that looks like commands prints as those characters, in every form" {
  sello product add --name '^XZ~JA</svg>) Tj %PDF \' >/dev/null
  sello producer add --name '${x}`id`&amp;<script>' --origin "../../etc" --public >/dev/null
  grant_certificate --product P2 --producer R2 --scheme S1 >/dev/null
  sello issue C2 --count 1 >/dev/null
  sello print 31 --to zpl -o one.zpl --stock 102x76
  equal "^ FO FS GF LH LL LR LS PM PO PQ PW XA XZ ^" "^ $(grep -oE '[~^]..' one.zpl | tr -d ^ | sort | xargs) ^"
  equal 1 "$(grep -c '\^XA' one.zpl)"
  sello print 31 --to zpl -o ground.zpl --stock 102x76 --design tierra
  grep -q '\^GFA,[0-9]*,[0-9]*,[0-9]*,,' ground.zpl # its first row is white
  sello print 31 --to pdf -o one.pdf --stock avery-5164
  qpdf --check one.pdf
  contains "$(words_of one.pdf)" '^XZ~JA</svg>) Tj %PDF \'
  sello print 31 --to svg -o out --stock avery-5164
  equal 000031.svg "$(ls out)"
  rsvg-convert out/000031.svg -o one.png
  lacks "$(cat out/000031.svg)" "<script"
}

# ---- where labels go ----

@test "a part-used sheet: begun by place or count, remembered, offered by --start next" {
  on() { sello --json print "$1" --to pdf -o "$2" --stock avery-l7163 "${@:3}" 2>err; }
  equal '"2:2"' "$(on 1-3 a.pdf | jq .next_cell)"
  on 4-5 b.pdf >/dev/null
  contains "$(cat err)" "--start next"
  equal 1:1 "$(place_of b.pdf 1 000004-4)"
  equal '[1,"3:2"]' "$(on 4-5 c.pdf --start 2:2 | jq -c '[.pages,.next_cell]')"
  equal "2:2 3:1" "$(place_of c.pdf 1 000004-4) $(place_of c.pdf 1 000005-5)"
  equal '"4:1"' "$(on 6 d.pdf --start next | jq .next_cell)"
  equal 3:2 "$(place_of d.pdf 1 000006-6)"
  on 7-14 e.pdf --start next --proof >/dev/null
  equal '[1,null]' "$(on 7-14 e.pdf --start next | jq -c '[.pages,.next_cell]')"
  equal "4:1 7:2" "$(place_of e.pdf 1 000007-7) $(place_of e.pdf 1 00000E-E)"
  on 15-16 f.pdf >/dev/null
  contains "$(cat err)" "2:1 on, after label 000005-5" # where b.pdf ended
  equal '[2,"1:2"]' "$(on 1-15 g.pdf --start 0 | jq -c '[.pages,.next_cell]')"
  equal "1:1" "$(place_of g.pdf 2 00000F-F)"
  equal '"1:2"' "$(on 1 h.pdf --start 13 --copies 2 | jq .next_cell)"
  for start in 0:1 8:1 1:3 14 -1 1:1:1 1: ""; do
    refused 1 "no cell of avery-l7163" 1 --to pdf -o out.pdf --stock avery-l7163 "--start=$start"
  done
  equal '"1:2"' "$(sello --json print 1 --to pdf -o i.pdf --stock avery-5162 --start next | jq .next_cell)"
}

@test "on a terminal a part-used sheet is offered, and taken on yes" {
  sello print 1-3 --to pdf -o a.pdf --stock avery-l7163
  answer() { (sleep 1 && echo "$1" && sleep 1) | script -qec "stty cols 1000; $SELLO print 4 --to pdf -o $2" screen; }
  answer yes b.pdf >/dev/null
  contains "$(cat screen)" 2:2
  equal 2:2 "$(place_of b.pdf 1 000004-4)"
  answer no c.pdf >/dev/null
  equal 1:1 "$(place_of c.pdf 1 000004-4)"
}

@test "what changed while the question stood is looked at again: the sheet, and the label" {
  sello print 1-3 --to pdf -o a.pdf --stock avery-l7163
  meanwhile "print 5 --to pdf -o other.pdf --stock avery-l7163 --start next" print 4 --to pdf -o b.pdf
  equal 1 "$status" "$output"
  contains "$output" "someone printed on the part-used sheet of avery-l7163 meanwhile"
  [ ! -e b.pdf ]
  meanwhile "withdraw 4 --reason stolen" print 4 --to pdf -o b.pdf
  equal 1 "$status" "$output"
  contains "$output" "label 4 is withdrawn"
  [ ! -e b.pdf ]
  meanwhile "suspend 6" print 6-7 --to pdf -o b.pdf
  contains "$output" "label 6 is suspended"
  [ ! -e b.pdf ]
  meanwhile "withdraw 4 --reason stolen" print 7 --to pdf -o b.pdf
  equal 0 "$status" "$output"
  equal 3:1 "$(place_of b.pdf 1 000007-7)"
}

@test "serials run along the rows, down the columns, or pile by pile" {
  on() { sello print 1-30 --to pdf -o o.pdf --stock avery-l7163 --order "$1" "${@:2}" >/dev/null; }
  on row
  equal "1:1 1:2 2:1" "$(for s in 000001-1 000002-2 000003-3; do place_of o.pdf 1 $s; done | xargs)"
  on column
  equal "1:1 2:1 1:2" "$(for s in 000001-1 000002-2 000008-8; do place_of o.pdf 1 $s; done | xargs)"
  on cut-and-stack
  equal "1:1" "$(place_of o.pdf 1 000001-1)"
  equal "1:1" "$(place_of o.pdf 2 000002-2)"
  equal "1:1" "$(place_of o.pdf 3 000003-3)"
  equal "1:2" "$(place_of o.pdf 1 000004-4)"
  refused 2 "whole sheets" 1 --to pdf -o out.pdf --order cut-and-stack --start 3
}

@test "headers tell batch and serials, and can be left out; copies, outlines and marks change nothing else" {
  on() { sello print 1-14 --to pdf -o o.pdf --stock avery-l7163 "$@" >/dev/null && pdftotext -layout o.pdf -; }
  contains "$(on)" "000001-1 to 00000E-E"
  lacks "$(on --no-header)" "avery-l7163"
  sello --json print 1-4 --to pdf -o o.pdf --stock avery-l7163 --copies 5 --no-header >answer
  equal "[4,5,2]" "$(jq -c '[.labels,.copies,.pages]' answer)"
  equal 5 "$(serials_on o.pdf 1 | grep -o 000001-1 | wc -l)"
  on --outlines --crop-marks --bleed 2 >/dev/null
  pdftoppm -r 200 -gray -png -singlefile o.pdf page
  equal "14" "$(sello_verify --trust trust.sello --json page.png | jq -r .verdict | grep -c authentic)"
}

@test "one label is told as one; a small square gives up a dot for its words, unless told how large" {
  contains "$(sello print 1 --to pdf -o o.pdf --stock avery-l7163)" "o.pdf: 1 label on 1 sheet of avery-l7163"
  contains "$(sello --lang es print 1-2 --to pdf -o o.pdf --stock avery-l7163)" "2 etiquetas en 1 hoja de"
  small=(--stock onlinelabels-ol6300 --dpi 1200)
  run --separate-stderr -0 sello print 1 --to pdf -o small.pdf "${small[@]}"
  contains "$stderr" "leave room for the words"
  contains "$(words_of small.pdf)" "Consejo Artesanal de Prueba"
  run --separate-stderr -0 sello print 1 --to pdf -o large.pdf "${small[@]}" --module 0.423
  lacks "$stderr" "leave room for the words"
  [ "$(words_of large.pdf | wc -c)" -lt "$(words_of small.pdf | wc -c)" ]
  contains "$(words_of large.pdf)" "000001-1"
}

# ---- proofs, reprints and the log ----

@test "a proof's symbols are as dense as the labels', and nobody's labels" {
  local text proof
  sello print 1 --to png -o p --stock avery-l7163 --proof
  sello print 1 --to png -o p --stock avery-l7163
  text=$(sello_verify --text p/000001.png)
  proof=$(sello_verify --text p/prueba-000001.png)
  equal "${#text}" "${#proof}"
  equal "${text%%#*}#$(printf '%034d' 1)" "${proof:0:$(expr index "$proof" '#') + 34}"
  # Nothing of the signature is in it.
  lacks "$proof" "${text: -40}"
  equal authentic "$(verdict p/000001.png)"
  run -40 sello_verify --trust trust.sello --json p/prueba-000001.png
  equal not-a-label "$(jq -r .verdict <<<"$output")"
  sello print 1-14 --to pdf -o p.pdf --stock avery-l7163 --proof
  pdftoppm -r 300 -png p.pdf page
  run -0 sello_verify --print-check --dpi 300 page*.png
  contains "$output" "a proof"
  contains "$output" "Labels that read: 14."
}

@test "a proof is the first page, says PRUEBA, is logged, and never counts as printed" {
  sello --json print 1-30 --to pdf -o p.pdf --stock avery-l7163 --proof >answer
  equal "[14,1,true,null]" "$(jq -c '[.labels,.pages,.proof,.next_cell]' answer)"
  equal 1 "$(pdfinfo p.pdf | awk '/^Pages/ {print $2}')"
  equal "pdf 14" "$(prints format) $(prints labels)"
  sello print 1-30 --to png -o p --stock avery-l7163 --proof
  equal prueba-000001.png "$(ls p)"
  equal 1 "$(proofs_in p/prueba-000001.png)"
  sello print 1-30 --to zpl -o p.zpl --stock 102x51 --proof
  equal 1 "$(grep -c '\^XA' p.zpl)"
  equal 0 "$(sello --json print 1-30 --to pdf -o q.pdf --stock avery-l7163 | jq .reprints)"
  refused 2 "whole labels" 1 --to png -o out --proof
}

@test "what was printed before is told, and logged with who, when, stock and copies" {
  equal 0 "$(sello --json print 1-10 --to pdf -o a.pdf --stock avery-l7163 | jq .reprints)"
  equal 3 "$(sello --json print 8-12 --to png -o a | jq .reprints)"
  run -0 sello print 1-2 --to pdf -o a.pdf --copies 3
  contains "$output" "2 of them were printed before"
  equal "pdf avery-l7163 2 3 2" \
    "$(prints format) $(prints stock) $(prints labels) $(prints copies) $(prints "reprints in all")"
}

@test "the stock used last is taken, sheets and rolls apart; without one it is asked for" {
  refused 1 "--stock" 1 --to pdf -o out.pdf
  contains "$stderr" "sello stock list"
  refused 1 "--stock roll-100x50" 1 --to zpl -o out.pdf
  refused 1 "no stock named nada" 1 --to pdf -o out.pdf --stock nada
  sello print 1 --to pdf -o a.pdf --stock avery-l7163
  refused 1 "--stock roll-100x50" 1 --to zpl -o out.pdf
  sello print 1 --to zpl -o a.zpl --stock 102x51
  equal avery-l7163 "$(sello --json print 1 --to pdf -o b.pdf | jq -r .stock)"
  equal roll-102x51 "$(sello --json print 1 --to zpl -o b.zpl | jq -r .stock)"
  equal avery-l7163 "$(sello --json print 1 --to png --design plain -o b | jq -r .stock)"
  run -0 --separate-stderr sello print 1 --to zpl -o c.zpl --stock avery-l7163
  contains "$stderr" "only the size of its label"
}

# ---- does it fit? ----

@test "modules that do not scan are refused, and what would help is named" {
  refused 1 "they do not scan" 1 --to pdf -o out.pdf --stock avery-5160
  for help in avery-5162 "--lean" "--force"; do
    contains "$stderr" "$help"
  done
  refused 1 "they do not scan" 1 --to zpl -o out.pdf --stock 50x25 --dpi 203
  run -0 --separate-stderr sello print 1 --to zpl -o small.zpl --stock 50x30
  contains "$stderr" "0.375 mm are under 0.396 mm"
  contains "$stderr" "--dpi 300"
  sello --json print 1 --to pdf -o small.pdf --stock avery-5160 --force >answer 2>err
  [ "$(jq '.module_mm < 0.33' answer)" = true ]
  contains "$(cat err)" "under 0.396 mm"
  refused 1 "do not scan" 1 --to png -o out --dpi 72 --module 0.1
}

@test "options that do not go together are refused before anything is looked up" {
  refused 2 "--to takes" 1 --to gif -o out
  refused 2 "-o" 1 --to pdf
  refused 2 "is for sheets" 1 --to png -o out --start 2
  refused 2 "is for sheets" 1 --to zpl -o out.pdf --crop-marks
  refused 2 "is for whole labels" 1 --to svg -o out --words en
  refused 2 "--copies is for" 1 --to png -o out --copies 2
  refused 2 "203, 300 or 600" 1 --to zpl -o out.pdf --dpi 150
  refused 2 "contradict" 1 --to pdf -o out.pdf --mark x --no-mark
  refused 2 "--order takes" 1 --to pdf -o out.pdf --order diagonal
  refused 2 "--copies" 1 --to pdf -o out.pdf --copies 0
  refused 2 "--bleed" 1 --to pdf -o out.pdf --bleed 11
}

# ---- which labels ----

@test "serials that may not be printed are refused before the first byte" {
  refused 1 "no label with serial 31" 29-31 --to png -o out
  refused 1 "no label with serial 99" 1 99 --to pdf -o out.pdf --stock avery-l7163
  refused 1 "named twice" 1-5 3 --to pdf -o out.pdf --stock avery-l7163
  refused 1 "named twice" B1 B1 --to png -o out
  sello withdraw 5 --reason misprint >/dev/null
  sello suspend 7-8 --reason "en revisión" >/dev/null
  refused 1 "label 5 is withdrawn" 1-6 --to pdf -o out.pdf --stock avery-l7163
  refused 1 "label 7 is suspended" 6-30 --to png -o out
  contains "$stderr" "sello resume"
  sello resume 7-8 >/dev/null
  sello retire 9 >/dev/null
  run -0 --separate-stderr sello print 6-30 --to pdf -o fine.pdf --stock avery-l7163
  contains "$stderr" "Label 9 is marked as sold"
}

@test "a stored signature that was changed is caught by reading back, and named" {
  /usr/bin/python3 - "$SELLO_REGISTRY/registry.db" <<'PYTHON'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
(blob,), = db.execute("SELECT signatures FROM signature_block WHERE batch = 1")
changed = bytearray(blob)
changed[64 + 5] ^= 1
db.execute("UPDATE signature_block SET signatures = ? WHERE batch = 1", (bytes(changed),))
db.commit()
PYTHON
  for to in "pdf -o out.pdf --stock avery-l7163" "zpl -o out.pdf --stock 102x51"; do
    # shellcheck disable=SC2086 # several words
    refused 1 "Label 2: the signature" 2-3 --to $to
  done
  run ! sello print 1-3 --to png -o pictures
  equal 000001.png "$(ls pictures)"
  equal false "$(sello --json print 2 --to png -o pictures --no-readback | jq .readback)"
}

# ---- where it is written ----

@test "a file is replaced whole, and only a file" {
  echo old >sheet.pdf
  on() { sello print 1 --to pdf --stock avery-l7163 -o "$1"; }
  on sheet.pdf
  equal "%PDF" "$(head -c 4 sheet.pdf)"
  mkdir folder
  for path in folder missing/x.pdf /dev/full ""; do
    run ! on "$path"
  done
  equal "" "$(ls folder)"
  on -rf
  [ -s ./-rf ]
  equal "" "$(find . -name '.sello-*')"
}

# print_traced INJECTION OPTION...: a real `sello print` with something done to its system calls.
print_traced() {
  need_strace
  traced -e "trace=${1%%:*}" -e "inject=$1" "$SELLO" --no-input print 1-3 "${@:2}"
}

@test "a full disk leaves neither file nor log, and no log is said so" {
  for to in "pdf -o out.pdf --stock avery-l7163" "zpl -o out.zpl --stock 102x51" "png -o out"; do
    sync=fsync
    [[ $to != png* ]] || sync=syncfs # of all pictures at once
    # shellcheck disable=SC2086 # several words
    run -1 --separate-stderr print_traced $sync:error=ENOSPC:when=1 --to $to
    contains "$stderr" "disk is full"
    equal "" "$output"
  done
  equal "out registro" "$(find . -newer trust.sello -type d -name out -o -name registro | sort | sed s:./:: | xargs)"
  equal "" "$(find out* . -maxdepth 1 -name 'out.*' -o -name '.sello-*' -o -name '0*')"
  equal 0 "$(sello --json print 1-3 --to svg -o svg | jq .reprints)"
  run -3 --separate-stderr print_traced pwrite64:error=ENOSPC:when=1+ --to svg -o svg
  contains "$stderr" "log of prints was not"
  contains "$stderr" "with --resume notes them"
  equal 0 "$(sello --json print 1-3 --to svg -o svg --resume | jq .reprints)"
  run -3 --separate-stderr print_traced pwrite64:error=EIO --to pdf -o out.pdf --stock avery-l7163 --json
  contains "$stderr" "run again, writes the file anew"
  equal prints-not-logged "$(jq -r .error <<<"$output")"
  run -3 --separate-stderr print_traced pwrite64:error=EIO --to pdf -o - --stock avery-l7163
  contains "$stderr" "do not print them again"
}

# ---- mark, design, job sheet ----

@test "a mark is kept, shown, drawn, replaced and taken away" {
  run -0 sello mark show
  equal '{"mark":false}' "$(sello --json mark show)"
  convert_picture -size 200x100 xc:black mark.png
  echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>' >mark.svg
  on() { sello print 1 --to png -o "$1" --stock avery-l7163 "${@:2}" >/dev/null; }
  on without
  sello mark set mark.png
  equal '["png",true]' "$(sello --json mark show | jq -c '[.format,.mark]')"
  on with
  run ! cmp -s without/000001.png with/000001.png
  equal authentic "$(verdict with/000001.png)"
  on none --no-mark
  cmp without/000001.png none/000001.png
  sello mark set mark.svg
  equal "mark.svg" "$(ls "$SELLO_REGISTRY" | grep '^mark\.')"
  on given --mark mark.png
  cmp with/000001.png given/000001.png
  echo hola >bad.png && head -c 1100000 /dev/zero >large.png
  for file in bad.png large.png missing.png .; do
    run -1 sello mark set "$file"
  done
  equal svg "$(sello --json mark show | jq -r .format)"
  refused 1 "bad.png" 1 --to pdf -o out.pdf --stock avery-l7163 --mark bad.png
  sello mark remove
  sello mark remove
  on after
  cmp without/000001.png after/000001.png
}

@test "the certifier's pattern and colour are in what designs draw, and a label printer prints black" {
  on() { sello print 1 --to png -o "$1" --stock avery-5163 --design marco >/dev/null; }
  colours() { convert_picture "$1/000001.png" -unique-colors txt: | grep -ci "$2" || true; }
  run -1 sello accent set '#ffcc00'
  contains "$output" "1.5 to 1"
  on black
  echo '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><path d="M0 0h2v1h2v1h-4z"/></svg>' >banda.svg
  sello ornament set banda.svg --dry-run
  equal '{"ornament":false}' "$(sello --json ornament show)"
  sello ornament set banda.svg
  equal '[true,"svg"]' "$(sello --json ornament show | jq -c '[.ornament,.format]')"
  on pattern
  run ! cmp -s black/000001.png pattern/000001.png
  equal authentic "$(verdict pattern/000001.png)"
  sello ornament remove
  echo '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>' >nada.svg
  run -1 sello ornament set nada.svg
  sello accent set '#104e8b' --dry-run
  equal null "$(sello --json accent show | jq -c .accent)"
  sello accent set 104E8B
  equal '["#104e8b",true]' "$(sello --json accent show | jq -c '[.accent, .contrast > 4.5]')"
  on blue
  equal 0 "$(colours black '#104e8b')"
  equal 1 "$(colours blue '#104e8b')"
  equal authentic "$(verdict blue/000001.png)"
  sello print 1 --to zpl -o blue.zpl --stock roll-100x150 --design marco
  sello accent remove
  sello print 1 --to zpl -o black.zpl --stock roll-100x150 --design marco
  cmp blue.zpl black.zpl
  on after
  cmp black/000001.png after/000001.png
}

@test "designs look different and read the same; a file that is none is refused with its line" {
  for design in plain framed tag "$SOURCE_DIR/examples/diseno.txt"; do
    sello print 1 --to png -o out --stock avery-5163 --design "$design"
    equal authentic "$(verdict out/000001.png)"
    sha256sum <out/000001.png >>sums
  done
  rm -r out
  equal 4 "$(sort -u sums | wc -l)"
  printf 'esto no es\nun diseño\n' >bad.txt
  refused 1 "bad.txt" 1 --to pdf -o out.pdf --stock avery-l7163 --design bad.txt
  refused 1 "missing.txt" 1 --to pdf -o out.pdf --stock avery-l7163 --design missing.txt
}

@test "the job sheet tells the print shop what it is" {
  sello print 1-30 --to pdf -o hojas.pdf --stock avery-l7163 --copies 2 --job-sheet job.pdf
  text=$(pdftotext -layout job.pdf -)
  for part in hojas.pdf "Avery L7163" "B1, B2" 000001-1 00000Y-Y "30, en 5 hojas" "100 %"; do
    contains "$text" "$part"
  done
  contains "$text" "un solo lado"
  sello print 1 --to pdf -o una.pdf --stock avery-5163 --design tierra --job-sheet job.pdf
  contains "$(pdftotext -layout job.pdf -)" "in colour"
}

# ---- only telling ----

@test "labels are looked at before they are printed: a sheet, or one in every design, and nothing is logged" {
  sello print 1-3 --stock avery-5163 --design marco --start 3 --preview sheet.png
  equal '["sheet.png",1,3]' "$(sello --json print 1-3 --stock avery-5163 --preview sheet.png | jq -c '[.picture,.pages,.labels]')"
  sello print 2 --stock avery-5163 --designs designs.png
  sello print 1 --to zpl --stock roll-100x150 --preview roll.png
  for file in sheet.png designs.png roll.png; do
    contains "$(file "$file")" "PNG image"
  done
  equal 3 "$(proofs_in sheet.png)"
  [ "$(proofs_in designs.png)" -ge 3 ]
  equal 1 "$(proofs_in roll.png)"
  run -40 sello_verify --trust trust.sello roll.png
  sello print 1-3 --stock avery-5163 --preview dry.png --dry-run
  [ ! -e dry.png ]
  equal 0 "$(sello --json print 1-3 --to pdf -o q.pdf --stock avery-l7163 | jq .reprints)"
  sello suspend 2 --reason "en duda" --yes
  sello withdraw 3 --reason lost --yes
  run -0 sello print 1-3 --stock avery-5163 --preview doubted.png
  contains "$output" "Label 2 is suspended: it is only shown here"
  lacks "$output" "Label 3"
  equal 3 "$(proofs_in doubted.png)"
  run -0 sello print 3 --stock avery-5163 --designs doubted.png
  contains "$output" "Label 3 is withdrawn: it is only shown here"
  run -0 sello print 1-3 --stock avery-5163 --preview doubted.png --skip-withdrawn
  equal 2 "$(proofs_in doubted.png)"
  run -1 sello print 1-3 --stock avery-5163 --to pdf -o doubted.pdf
  [ ! -e doubted.pdf ]
  run -2 sello print 1 --stock avery-5163 --preview a.png -o b.pdf
  run -2 sello print 1 --stock avery-5163 --designs a.png --design marco
  run -2 sello print 1 --to png --stock avery-5163 --preview a.png
  [ ! -e a.png ]
}

@test "tags have a second side, of a text that says it is not signed" {
  echo "Lávalo a mano, en agua fría." >care.txt
  sello print 1-3 --to pdf -o tags.pdf --stock avery-5371 --design etiqueta --back care.txt
  equal 2 "$(pdfinfo tags.pdf | awk '/^Pages/ {print $2}')"
  words=$(pdftotext -f 2 tags.pdf - | tr '\n' ' ')
  contains "$words" "Este lado no está firmado"
  contains "$words" "Escanea el código"
  equal 3 "$(pdftotext -f 2 tags.pdf - | grep -c firmado)"
  printf 'ñ%.0s' {1..301} >long.txt
  refused 1 "301" 1 --to pdf -o out.pdf --stock avery-5371 --back long.txt
  echo "漆" >letter.txt
  refused 1 "漆" 1 --to pdf -o out.pdf --stock avery-5371 --back letter.txt
  printf 'a\xff' >bytes.txt
  refused 1 "UTF-8" 1 --to pdf -o out.pdf --stock avery-5371 --back bytes.txt
  refused 2 "for sheets" 1 --to png -o out --stock avery-5371 --back care.txt
}

@test "only what has a second side gets one; a proof says so there; another back does not go on from the first" {
  echo "Lávalo a mano." >care.txt
  echo "Lávalo en seco." >other.txt
  refused 1 "avery-l7163 has no second side" 1-3 --to pdf -o out.pdf --stock avery-l7163 --back care.txt
  sello print 1-3 --to pdf -o tags.pdf --stock avery-5371 --back care.txt --proof
  # It is set from corner to corner, so that its letters come one a line.
  equal 18 "$(pdftotext -f 2 tags.pdf - | grep -cx "[PRUEBA]")"
  on() { sello print 1-25 --to pdf -o many.pdf --pages-per-file 1 --stock avery-5371 "$@"; }
  on --back care.txt
  equal 0 "$(pdftotext -f 2 many-001.pdf - | grep -cx "[PRUEBA]")"
  sum=$(sha256sum many-00*.pdf)
  rm many-003.pdf
  on --back care.txt --resume
  equal "$sum" "$(sha256sum many-00*.pdf)"
  rm many-003.pdf
  run -1 on --back other.txt --resume
  contains "$output" "many-001.pdf is there with the same labels and another second side"
  [ ! -e many-003.pdf ]
  run -1 on --resume
  contains "$output" "many-001.pdf is there with the same labels and a second side: go on with --back"
  [ ! -e many-003.pdf ]
}

@test "a label printer is told its roll, darkness and speed where they are asked for" {
  sello print 1 --to zpl -o plain.zpl --stock 102x51
  sello print 1 --to zpl -o told.zpl --stock 102x51 --media mark --darkness 7 --speed 3
  equal "~SD07" "$(head -n 1 told.zpl)"
  contains "$(sed -n 2p told.zpl)" "^LS0^MNM^PR3^PW"
  lacks "$(cat plain.zpl)" "~SD"
  # Else it is the same label.
  equal "$(cat plain.zpl)" "$(sed '1d; s/\^MNM\^PR3//' told.zpl)"
  for media in gap:MNY continuous:MNN; do
    sello print 1 --to zpl -o told.zpl --stock 102x51 --media "${media%:*}"
    contains "$(head -n 1 told.zpl)" "^${media#*:}^PW"
  done
  refused 2 "--media takes gap, mark or continuous" 1 --to zpl -o out --stock 102x51 --media film
  refused 2 "--darkness" 1 --to zpl -o out --stock 102x51 --darkness 31
  refused 2 "--speed" 1 --to zpl -o out --stock 102x51 --speed 0
  refused 2 "for label printers" 1 --to pdf -o out.pdf --stock avery-l7163 --speed 3
}

@test "black is a colour of its own" {
  run -0 sello accent set '#000000'
  contains "$output" "#000000"
  contains "$(sello accent show)" "#000000, of contrast 21.0 to 1 with white"
  equal '["#000000",21]' "$(sello --json accent show | jq -c '[.accent, .contrast]')"
  contains "$(sello accent remove --dry-run)" "The colour #000000 would be removed."
  sello print 1 --to png -o black --stock avery-5163 --design tierra
  # Its ground is black, not the red of those who have no colour.
  equal "black" "$(convert_picture black/000001.png -crop 1x1+30+30 -colorspace gray -depth 4 -format '%[pixel:p{0,0}]' info: | sed 's/gray(0)/black/')"
}

@test "a dry run tells what would be printed, and writes neither file nor log" {
  before=$(registry_sum)
  run --separate-stderr sello print 1-3 --to pdf --stock avery-l7163 -o out.pdf --dry-run
  equal 0 "$status" "$stderr"
  contains "$output" "3 "
  answer=$(sello --json print 1-3 --to pdf --stock avery-l7163 -o out.pdf --dry-run)
  equal "true 3 1 0" "$(jq -r '"\(.dry_run) \(.labels) \(.pages) \(.files)"' <<<"$answer")"
  [ ! -e out.pdf ]
  printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>' >dry.svg
  equal true "$(sello --json mark set dry.svg --dry-run | jq .dry_run)"
  sello mark set dry.svg --dry-run | grep -q mark.svg
  [ ! -e registro/mark.svg ]
  sello stock calibrate --printer HP --left 20 --top 20 --across 170 --down 230 --dry-run | grep -q HP
  [ ! -e registro/printers ]
  sello stock calibrate --to pdf -o dry.pdf --dry-run | grep -q dry.pdf
  equal true "$(sello --json stock calibrate --to pdf -o dry.pdf --dry-run | jq .dry_run)"
  [ ! -e dry.pdf ]
  equal "$before" "$(registry_sum)"
}
