#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Many labels at once: on all cores, in order, and with nothing lost when it is interrupted.

load common

setup_file() { make_template; }
setup() { start_test; }

# texts SERIALS: label texts as the export has them.
texts() { sello export labels "$1" --csv - --lang en | tail -n +2 | cut -d, -f5; }

# interrupt_issue COUNT SIGNAL: a batch of so many labels, signed by one worker, stopped after some
# of its commits (each has four syncs; the first two transactions are of the reservation).
interrupt_issue() {
  need_strace
  local status=0
  traced -e trace=fdatasync -e "inject=fdatasync:signal=$2:when=15" "$SELLO" --no-input \
    --passphrase-file "$PASSPHRASE" issue C1 --count "$1" --lot 2026-12 --jobs 1 \
    >out 2>err || status=$?
  return $status
}

# ---- issuing ----

@test "an interrupt leaves whole blocks, and resuming makes the very same labels" {
  run -130 interrupt_issue 40000 INT
  contains "$(cat err)" "sello issue --resume B2"
  run -0 sello --json label show 10
  equal "reserved" "$(jq -r .batch_state <<<"$output")"
  run -1 sello export labels B2 --csv - # none of them is a label yet
  sello check
  contains "$(sello status)" "--resume"
  run -0 sello --json issue --resume B2
  equal '{"batch":"B2","certificate":"C1","first_serial":4,"last_serial":40003,"count":40000,"address":"plain"}' \
    "$output"
  sello check
  run -1 sello issue --resume B2
  contains "$output" "not an unfinished one"

  texts B2 >resumed
  equal 40000 "$(sort -u resumed | wc -l)"
  sello trust export -o now.sello
  # of each block of 1024 fifty; that they are the very same, the next test compares
  awk 'NR % 20 == 1' resumed >some
  equal "2000 authentic" "$(sello_verify --trust now.sello --json - <some | jq -r .verdict | uniq -c | xargs)"
}

@test "what is resumed is signed as it would have been: the same claims, the same signature" {
  interrupt_issue 40000 KILL || equal 137 $?
  sello --json status | jq -e '.due[] | select(.code == "interrupted")'
  cp -a "$SELLO_REGISTRY" twin
  sello issue --resume
  texts 4-40003 >one
  SELLO_REGISTRY=$PWD/twin sello issue --resume --jobs 7
  SELLO_REGISTRY=$PWD/twin texts 4-40003 >other
  cmp one other
}

@test "an unfinished batch does not stop others, and can be given up" {
  interrupt_issue 40000 TERM || equal 130 $?
  run -0 --separate-stderr sello --json issue C1 --count 2
  contains "$stderr" "--void B2"
  equal 40004 "$(jq .first_serial <<<"$output")"
  # A trust file of meanwhile holds when the batch is finished later.
  sello trust export -o meanwhile.sello
  cp -a "$SELLO_REGISTRY" other
  sello issue --resume
  equal authentic "$(sello_verify --trust meanwhile.sello --json "$(label_text 4)" | jq -r .verdict)"
  export SELLO_REGISTRY=$PWD/other
  run -0 sello --json issue --void B2
  equal '{"batch":"B2","state":"void"}' "$output"
  equal "void withdrawn" "$(sello --json label show 4 | jq -r '"\(.batch_state) \(.status)"')"
  run -1 sello issue --void B2
  run -1 sello issue --void B1
  contains "$output" "sello withdraw B1"
  run -0 sello issue --resume
  sello check --all
}

@test "nothing is finished under a certificate that is not granted any more" {
  interrupt_issue 40000 INT || equal 130 $?
  sello certificate suspend C1 --reason "en revisión"
  run -1 sello issue --resume
  contains "$output" "not granted"
  sello certificate resume C1
  sello issue --resume
  equal "signed valid" "$(sello --json label show 4 | jq -r '"\(.batch_state) \(.status)"')"
}

@test "the ways of issuing do not mix" {
  refused() { run -2 sello issue "$@" && contains "$output" "--help"; }
  refused
  refused C1 --resume --count 3
  refused --csv t.csv --count 3
  refused C1 --csv t.csv
  refused --void
  run -2 sello issue --void B1 B2
  run -2 sello issue C1 --count 3 --jobs 0
}

# ---- a table ----

table() { printf 'certificado;cantidad;lote;elaborado;vence\n%s' "$1" >t.csv; }

@test "a table: shown, then issued, and no row twice" {
  table $'C1;5;A;2026-10-01;2099-01-01\nC1;3000;B;;\n\nC1;7;;;\n'
  before=$(registry_sum)
  run -0 sello issue --csv t.csv
  contains "$output" "Rows to issue: 3. Their labels: 3012."
  equal "$before" "$(registry_sum)"
  run -0 --separate-stderr sello --json issue --csv t.csv --commit
  equal "2 B2 4 5, 3 B3 9 3000, 5 B4 3009 7" \
    "$(jq -rs 'map("\(.line) \(.batch) \(.first_serial) \(.count)") | join(", ")' <<<"$output")"
  equal "2026-10-01 2099-01-01 A" "$(sello --json label show 4 | jq -r '"\(.made) \(.expires) \(.lot)"')"
  run -0 sello issue --csv t.csv --commit
  contains "$output" "every row has its batch"
  equal 3015 "$(sello --json trust export -o n.sello | jq .highest_serial)"
  # Another file is another table, though it says the same.
  echo >>t.csv
  run -0 sello --json issue --csv - --commit <t.csv
  equal 6027 "$(sello --json trust export -o n.sello | jq .highest_serial)"
}

@test "one bad row, and nothing is issued: each is named with its line and column" {
  before=$(registry_sum)
  bad() { # WORDS ROW
    table "C1;5;A;;"$'\n'"$2"$'\n'
    run -1 --separate-stderr sello issue --csv t.csv --commit
    contains "$stderr" "t.csv, line 3, column $1"
    equal "$before" "$(registry_sum)"
  }
  bad "1 (certificado)" "P1;5;A;;"
  bad "1 (certificado)" "C7;5;A;;"
  bad "2 (cantidad)" "C1;;A;;"
  for count in 0 -1 1.5 1,000 1e3 1000001 99999999; do bad "2 (cantidad)" "C1;\"$count\";A;;"; done
  bad "3 (lote)" "C1;5;$(printf 'x%.0s' {1..33});;"
  bad "3 (lote)" $'C1;5;a\u202eb;;'
  bad "4 (elaborado)" "C1;5;B;1/10/2026;"
  bad "5 (vence)" "C1;5;B;;2026-02-30"
  bad "5 (vence)" "C1;5;B;;2001-01-01"
  bad "2 (cantidad)" "C1;5;A;;" # twice the same
  bad "6" "C1;5;B;;;x"
  table ""
  run -0 sello issue --csv t.csv
  sello certificate suspend C1 --reason "en revisión"
  before=$(registry_sum)
  bad "1 (certificado)" "C1;6;A;;"
}

@test "a table that was killed goes on where it stopped" {
  need_strace
  table "$(for i in {1..150}; do echo "C1;$i;lote $i;;"; done)"
  for when in 3 9 14; do
    traced -e trace=fdatasync -e "inject=fdatasync:signal=KILL:when=$when" "$SELLO" --no-input \
      --passphrase-file "$PASSPHRASE" --json issue --csv t.csv --commit >>rows 2>/dev/null || true
  done
  sello --json issue --csv t.csv --commit >>rows
  sello check --all
  # Each lot has its own number of labels, once.
  sello export labels --csv - --lang en | tail -n +5 | cut -d, -f3 | sort | uniq -c |
    awk '{ print $1, $3 }' | sort -n >counts
  equal "$(for i in {1..150}; do echo "$i $i"; done)" "$(cat counts)"
}

# ---- texts for print houses ----

@test "the export of labels says what label show says, with each one's status" {
  sello issue C1 --count 2500 --lot 'Lote "1", =2' 2>/dev/null
  sello withdraw 7 1024-1030 --reason lost
  sello retire 1029-2000
  sello export labels --csv labels.csv --lang en
  grep -q "^7,'000007-7," labels.csv
  equal "serial,printed serial,lot,certificate,text,status" \
    "$(head -n 1 labels.csv | tr -d '\r' | sed 's/^\xef\xbb\xbf//')"
  equal 2504 "$(wc -l <labels.csv)"
  for serial in 1 7 1027 1028 1031 2000 2001 2503; do
    shown=$(sello --json label show "$serial" | jq -r '"\(.serial),\(.serial_text),\(.certificate),\(.text),\(.status)"')
    row=$(/usr/bin/python3 -c '
import csv, sys
rows = list(csv.reader(open("labels.csv", newline="", encoding="utf-8-sig")))
row = rows[int(sys.argv[1])]
del row[2]
print(",".join(row))' "$serial")
    equal "$shown" "${row/,\'/,}" # marked for spreadsheets
  done
  for jobs in 1 5; do
    sello export labels --csv - --lang en --jobs $jobs >again
    cmp <(tail -c +4 labels.csv | sed "s/,'\([0-9]\)/,\1/g") again # to programs without marks
  done
  equal "2 3 8" "$(sello export labels 2-3 8 --csv - --lang en | tail -n +2 | cut -d, -f1 | xargs)"
  run -1 sello export labels --csv labels.csv
  contains "$output" "exists already"
  run -1 sello export labels 2500-2600 --csv -
  contains "$output" "2504"
  run -2 sello export products B1 --csv -
  run -1 sello export labels --csv /dev/full/x
  equal "" "$(find . -name '*.tmp')"
}

@test "a full disk, or a reader that has seen enough, leaves no half of an export" {
  sello issue C1 --count 4000 2>/dev/null
  need_strace
  run -1 traced -e trace=write -e inject=write:error=ENOSPC:when=5+ "$SELLO" export labels --csv l.csv
  [ ! -e l.csv ]
  equal "" "$(find . -maxdepth 1 -name '*.tmp')"
  run bash -c '"$0" export labels --csv - | head -n 2 | wc -l' "$SELLO"
  equal 2 "$output"
  run -130 traced -e trace=write -e inject=write:signal=INT:when=3 "$SELLO" export labels --csv l.csv
  [ ! -e l.csv ]
  equal "" "$(find . -maxdepth 1 -name '*.tmp')"
}

# ---- verifying ----

@test "verdicts come in the order of the lines, whatever the workers" {
  sello issue C1 --count 700 2>/dev/null
  sello trust export -o trust.sello
  { texts 1-300; echo; echo "hola"; texts 250-703; printf '%05000d\n' 7; texts 1; } >lines
  for jobs in 1 2 9; do
    run -40 sello_verify --trust trust.sello --jobs $jobs --json --now 2026-12-01T00:00:00Z - <lines
    echo "$output" >"answers$jobs"
  done
  cmp answers1 answers2
  cmp answers1 answers9
  equal 757 "$(wc -l <answers1)"
  equal "-:1 1,-:300 300,-:302 null,-:303 250,-:756 703,-:757 null,-:758 1" \
    "$(jq -rs '[.[0,299,300,301,754,755,756]] | map("\(.input) \(.serial)") | join(",")' <answers1)"
  # Seen before: in the order of the lines.
  equal "$(seq 250 300 | xargs) 1" \
    "$(jq -r 'select(.verdict == "repeated").serial' <answers1 | xargs)"
  sello_verify --trust trust.sello --csv - <lines >csv || true
  equal 758 "$(wc -l <csv)"
  sello_verify --trust trust.sello - <lines >brief || true
  equal 757 "$(wc -l <brief)"
}

@test "lines are answered as they come, and a last one needs no end" {
  mkfifo in
  sello_verify --trust trust.sello --json - <in >out &
  exec 7>in
  label_text 1 >&7
  for ((i = 0; i < 300; i++)); do [ -s out ] || sleep 0.1; done
  [ -s out ]
  printf %s "$(label_text 2)" >&7
  exec 7>&-
  wait $!
  equal "authentic authentic" "$(jq -r .verdict out | xargs)"
}

@test "what is remembered is told in order too" {
  { texts 1-3; texts 2; } >lines
  for jobs in 1 4; do
    rm -f seen
    run -14 sello_verify --trust trust.sello --remember seen --jobs $jobs --json - <lines
    equal "authentic authentic authentic repeated" "$(jq -r .verdict <<<"$output" | xargs)"
    run -14 sello_verify --trust trust.sello --remember seen --jobs $jobs --json - <lines
    equal "1 1 2 3" "$(jq -r .seen.times <<<"$output" | xargs | awk '{print $1, $3, $2, $4}')"
  done
}

@test "folders of pictures, in order of their names" {
  sello print 1-3 --to png -o codes
  mkdir -p box/b box/.hidden
  cp codes/000002.png box/b/1.png
  cp codes/000001.png box/a.png
  cp codes/000003.png box/c.png
  cp codes/000001.png box/.hidden/x.png
  echo hola >box/b/0.txt
  for jobs in 1 3; do
    run -41 --separate-stderr sello_verify --trust trust.sello --json --jobs $jobs box
    equal "box/a.png authentic,box/b/0.txt unreadable,box/b/1.png authentic,box/c.png authentic" \
      "$(jq -rs 'map("\(.input) \(.verdict)") | join(",")' <<<"$output")"
  done
  rm box/b/0.txt
  run -14 sello_verify --trust trust.sello --json box box/a.png
  equal "1 2 3 1" "$(jq -r .serial <<<"$output" | xargs)"
  mkdir empty
  run -41 --separate-stderr sello_verify --trust trust.sello empty
  contains "$stderr" "no picture in empty"
  ln -s .. box/loop
  run -0 sello_verify --trust trust.sello --json box/a.png box/c.png
}

# ---- memory ----

# Kilobytes of the most memory that COMMAND held.
peak() { command time -f %M -o peak "$@" >/dev/null && cat peak; }

@test "memory does not grow with the labels" {
  command -v time >/dev/null || skip "GNU time is not here"
  [[ $(nm "$SELLO" 2>/dev/null) != *__asan_init* ]] || skip "a sanitizer keeps what was freed"
  sello issue C1 --count 3000 2>/dev/null
  sello issue C1 --count 60000 2>/dev/null
  sello trust export -o trust.sello
  texts B2 >few
  texts B3 >many
  small=$(peak "$SELLO_VERIFY" --trust trust.sello --json - <few)
  large=$(peak "$SELLO_VERIFY" --trust trust.sello --json - <many)
  [ "$large" -lt $((small + 3000)) ]
  small=$(peak "$SELLO" export labels B2 --csv -)
  large=$(peak "$SELLO" export labels B3 --csv -)
  [ "$large" -lt $((small + 12000)) ]
}

# ---- printing ----

# png_of FOLDER SERIAL: its picture, wherever it is in the folder.
png_of() { find "$1" -name "$(printf %06d "$2").png"; }

@test "pictures: on all cores the same as on one, in folders of a thousand, or as one stream" {
  sello issue C1 --count 1001 --lot L 2>/dev/null
  sello print 4-1004 --to png -o many >/dev/null
  equal "000000 001000" "$(ls many | xargs)"
  equal 1001 "$(find many -type f | wc -l)"
  sello print 950-1004 --to png -o few --jobs 1 >/dev/null
  equal "000950.png" "$(ls few | head -n 1)"
  mkdir stream
  sello print 950-1004 --to png -o - 2>/dev/null | tar -x -C stream
  diff -r few stream
  for serial in {950..1004}; do cmp "$(png_of few "$serial")" "$(png_of many "$serial")"; done
  sello trust export -o trust.sello
  run -0 sello_verify --trust trust.sello --json "$(png_of many 4)" "$(png_of many 999)" \
    "$(png_of many 1000)" "$(png_of many 1004)"
  equal "4 999 1000 1004" "$(jq -r .serial <<<"$output" | xargs)"
}

# logged: the serials of the prints that are logged, run by run.
logged() { sello export prints --csv - --lang en | tail -n +2 | cut -d, -f4,5 | xargs; }

@test "pictures: an interrupt leaves whole files, and resuming the others" {
  need_strace
  sello issue C1 --count 1030 2>/dev/null
  # The second sync is the second half of a thousand being put in place.
  run -130 traced -e trace=syncfs -e inject=syncfs:signal=INT:when=2 \
    "$SELLO" print 4-1033 --to png -o out --jobs 2
  contains "$output" "--resume"
  equal "" "$(find out -name '.*' -type f)"
  there=$(find out -type f | wc -l)
  [ "$there" -ge 512 ]
  [ "$there" -lt 1030 ]
  equal "4,$((there + 3))" "$(logged)"
  first=$(png_of out 4)
  echo damaged >"$(png_of out 7)"
  touch -d @1 "$first"
  sello print 4-1033 --to png -o out --resume >/dev/null
  equal 1 "$(stat -c %Y "$first")" "what was right was left"
  equal 1030 "$(find out -type f | wc -l)"
  sello print 4-1033 --to png -o whole >/dev/null
  diff -r out whole
}

@test "pictures: after a kill, resuming leaves nothing unlogged and nothing hidden" {
  need_strace
  sello issue C1 --count 600 2>/dev/null
  run -137 traced -e trace=syncfs -e inject=syncfs:signal=KILL:when=2 \
    "$SELLO" print 4-603 --to png -o out --jobs 2
  equal "" "$(logged)"
  [ "$(find out -name '.*' -type f | wc -l)" -gt 0 ]
  [ "$(find out -name '0*' -type f | wc -l)" -ge 512 ]
  sello print 4-603 --to png -o out --resume >/dev/null
  equal 600 "$(find out -type f | wc -l)"
  equal "" "$(find out -name '.*' -type f)"
  equal "4,603" "$(logged)"
  # Once more: all of it is there, and nothing is to be logged.
  sello print 4-603 --to png -o out --resume >/dev/null
  equal "4,603" "$(logged)"
}

@test "a stream that cannot be written says why, and is not logged as printed" {
  for to in "png" "zpl --stock roll-102x51" "pdf --stock avery-5163"; do
    # shellcheck disable=SC2086
    run -1 --separate-stderr bash -c '"$@" >/dev/full' - "$SELLO" --lang en print 1 --to $to -o -
    contains "$stderr" "The output could not be written: No space left on device."
    equal "" "$(logged)" "$to"
  done
}

@test "pictures: a full disk, and what is in place is in place" {
  need_strace
  sello issue C1 --count 560 2>/dev/null
  run -1 traced -e trace=syncfs -e inject=syncfs:error=EIO:when=1 \
    "$SELLO" print 4-563 --to png -o out
  contains "$output" "could not be written"
  equal "" "$(find out -type f)"
  equal "" "$(logged)"
  # The last sync confirms what is in place and in the log by then.
  run -3 traced -e trace=syncfs -e inject=syncfs:error=ENOSPC:when=2 "$SELLO" print 1-3 --to png -o last
  contains "$output" "3 labels were written to last"
  contains "$output" "the disk did not confirm that it will keep it"
  equal 3 "$(find last -name '*.png' | wc -l)"
  run -1 traced -e trace=renameat -e inject=renameat:error=ENOSPC:when=530 \
    "$SELLO" print 4-563 --to png -o out --jobs 1
  contains "$output" "disk is full"
  contains "$output" "529 of 560 labels are in place. For the others run the same command again with --resume."
  equal "" "$(find out -name '.*' -type f)"
  equal 529 "$(find out -type f | wc -l)"
}

@test "sheets: in files of so many pages, the same labels on the same places" {
  sello issue C1 --count 50 --lot L 2>/dev/null
  sheets=(4-53 --to pdf --stock avery-5162)
  for order in row column cut-and-stack; do
    sello print "${sheets[@]}" --order $order -o whole.pdf >/dev/null
    run -0 sello print "${sheets[@]}" --order $order -o part.pdf --pages-per-file 2
    contains "$output" "part-001.pdf ... part-002.pdf: 50 labels on 4 sheets"
    equal "part-001.pdf part-002.pdf" "$(ls part-*.pdf | xargs)"
    qpdf --empty --pages part-*.pdf -- joined.pdf
    equal "$(pdftotext -layout whole.pdf -)" "$(pdftotext -layout joined.pdf -)"
    rm part-*.pdf
  done
  sello print "${sheets[@]}" -o - --pages-per-file 2 2>/dev/null | tar -x
  equal "sheets-001.pdf sheets-002.pdf" "$(ls sheets-*.pdf | xargs)"
  sello print "${sheets[@]}" -o - 2>/dev/null >stream.pdf
  equal "$(pdftotext -raw whole.pdf - | wc -w)" "$(pdftotext -raw stream.pdf - | wc -w)"
  equal "" "$(find . -maxdepth 1 -name '.*' -type f)"
}

@test "sheets: more labels than a file should hold are refused before anything is written" {
  sello issue C1 --count 20001 2>/dev/null
  run -1 sello print B2 --to pdf --stock avery-5162 -o large.pdf
  contains "$output" "A file would hold 20001 labels"
  contains "$output" "--pages-per-file 100"
  run -1 sello print 4-10004 --to pdf --stock avery-5162 --copies 2 -o large.pdf
  run -1 sello print B2 --to pdf --stock avery-5162 --pages-per-file 1429 -o large.pdf
  [ ! -e large.pdf ] && [ ! -e large-001.pdf ]
  run -0 sello print B2 --to pdf --stock avery-5162 --proof --start 1:1 -o proof.pdf
}

@test "sheets: what is there and right is left by --resume" {
  sello issue C1 --count 100 2>/dev/null
  sheets=(4-103 --to pdf --stock avery-5162 --pages-per-file 2 --start 1:1)
  sello print "${sheets[@]}" -o part.pdf >/dev/null
  equal 4 "$(ls part-*.pdf | wc -l)"
  mkdir before && cp part-*.pdf before
  echo damaged >part-002.pdf
  cp part-001.pdf part-004.pdf
  touch -d @1 part-001.pdf part-003.pdf
  sello print "${sheets[@]}" -o part.pdf --resume >/dev/null
  equal "1 1" "$(stat -c %Y part-001.pdf part-003.pdf | xargs)"
  for file in part-*.pdf; do cmp "$file" "before/$file"; done
  run -2 sello print 4-103 --to png -o x --pages-per-file 2
  run -2 sello print 4-103 --to zpl -o x --resume
}

@test "label printers' commands: a stream is the file" {
  sello issue C1 --count 60 2>/dev/null
  sello print 4-63 --to zpl -o labels.zpl --stock roll-100x50 >/dev/null
  sello print 4-63 --to zpl -o - --stock roll-100x50 --jobs 3 2>/dev/null >stream.zpl
  cmp labels.zpl stream.zpl
}
