#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A serial typed where its code no longer reads, and answers as a table for an inspector.

load common

setup_file() {
  make_template
  sello withdraw 2 --reason stolen
  sello trust export -o trust.sello
} >/dev/null

setup() { start_test; }

ask() { sello_verify --trust trust.sello "$@"; }

# ---- typed serials ----

@test "a typed serial answers for its status and never says authentic" {
  run -15 --separate-stderr ask --json --serial 000001-1
  equal "status-only 1 000001-1" "$(jq -r '[.verdict, .serial, .serial_text] | join(" ")' <<<"$output")"
  equal "null null" "$(jq '.product, .kid' <<<"$output" | xargs)"
  run -20 --separate-stderr ask --json --serial 2
  equal "withdrawn stolen" "$(jq -r '[.verdict, .reason] | join(" ")' <<<"$output")"
  run -15 ask --lang en --serial 1
  contains "$output" "NOT KNOWN TO BE WITHDRAWN"
  contains "$output" "not known to be withdrawn"
  contains "$output" "Data of:"
}

@test "old data is said of a typed serial too, and it is not called authentic" {
  run -10 ask --lang en --now 2031-01-01T00:00:00Z --serial 1
  lacks "$output" "AUTHENTIC"
  contains "$output" "WITHDRAWALS NOT CHECKED LATELY"
  contains "$output" "far too old"
  run -20 ask --lang en --now 2031-01-01T00:00:00Z --serial 2
  lacks "$output" "AUTHENTIC"
}

@test "a serial beyond the trust data says so" {
  run -15 ask --lang en --serial 4000
  contains "$output" "knows of no serial so high"
}

@test "small letters and look-alikes are taken; a mistyped serial is refused" {
  run -15 ask --serial ooooo1-1
  run -20 ask --serial OOOOO2-2
  for serial in 000001-2 0 01 1x "" -1 9007199254740992 99999999999999999999; do
    run -2 ask --serial="$serial"
    contains "$output" "not a serial"
  done
}

@test "of several serials the exit is that of the gravest" {
  run -20 --separate-stderr ask --json --serial 1 --serial 2 --serial 3
  equal "status-only withdrawn status-only" "$(jq -r .verdict <<<"$output" | xargs)"
}

@test "with several certifiers the serial needs a name or fingerprint" {
  (use_folder "$BATS_TEST_TMPDIR/other"; make_certifier "Otro Consejo" https://otro.example/
   sello trust export -o ../here/otro.sello >/dev/null)
  run -1 ask --trust otro.sello --serial 2
  contains "$output" "--certifier"
  run -20 ask --trust otro.sello --serial 2 --certifier "CONSEJO artesanal de prueba"
  run -15 ask --trust otro.sello --serial 2 --certifier "Otro Consejo"
  fingerprint=$(ask --json --serial 1 | jq -r .fingerprint)
  run -20 ask --trust otro.sello --serial 2 --certifier "$fingerprint"
  run -1 ask --serial 2 --certifier Nadie
}

@test "with no certifier at all it says what to do" {
  run -1 sello_verify --serial 1
  contains "$output" "trust add"
}

@test "what does not go together is refused" {
  run -2 ask --serial 1 "$(label_text 1)"
  run -2 ask --serial 1 --remember seen
  run -2 ask --certifier X "$(label_text 1)"
  run -2 ask --json --csv "$(label_text 1)"
  run -2 ask
  [ ! -e seen ]
}

# ---- tables ----

# rows COMMAND...: what Python's reader of CSV makes of the output, as JSON, a row a line.
rows() {
  "$@" | /usr/bin/python3 -c 'import csv, json, sys
for row in csv.DictReader(open(0, newline="", encoding="utf-8"), strict=True):
    print(json.dumps(row, ensure_ascii=False))'
}

@test "--csv has a header and a row for each answer" {
  label_text 2 >lines
  label_text 1 | tr 0-9 a-j >>lines
  sello print 1 --to png -o .
  rows sello_verify --trust trust.sello --csv --now 2026-12-01T10:00:00Z 000001.png - <lines >table
  equal '["000001.png","2026-12-01T10:00:00Z","authentic","1","000001-1","Rebozo de bolita"]' \
    "$(sed -n 1p table | jq -c '[.input,.time,.verdict,.serial,.serial_text,.product]')"
  equal '["line 1","withdrawn","Consejo Artesanal de Prueba"]' \
    "$(sed -n 2p table | jq -c '[.input,.verdict,.certifier]')"
  equal '["line 2","not-a-label","",""]' \
    "$(sed -n 3p table | jq -c '[.input,.verdict,.serial,.certifier]')"
  equal 3 "$(wc -l <table)"
  contains "$(sed -n 2p table | jq -r .detail)" "stolen"
  [[ $(sed -n 1p table | jq -r .data_of) =~ ^20.*Z$ ]]
}

@test "rows end in CR LF, and the header comes also where there is nothing" {
  equal 2 "$(ask --csv "$(label_text 1)" | grep -c $'\r$')"
  run -41 --separate-stderr ask --csv - </dev/null
  equal "input,time,verdict,serial,serial_text,product,certifier,data_of,seen_first,seen_times,detail" \
    "${output%$'\r'}"
}

@test "what a spreadsheet would run stays text, and quotes and commas stay in their field" {
  names=('=1+1.png' '+1.png' '@x.png' '-x.png' $'\t=1.png' 'a"b,c;d.png' $'a\n=1.png' $'a\e[2Jb.png')
  wanted=("'=1+1.png" "'+1.png" "'@x.png" "'-x.png" "'\\x09=1.png" 'a"b,c;d.png' 'a\x0a=1.png' 'a\x1b[2Jb.png')
  for i in "${!names[@]}"; do
    cp "$SOURCE_DIR/README.md" "./${names[i]}"
    row=$(rows sello_verify --csv -- "${names[i]}")
    equal "${wanted[i]}" "$(jq -r .input <<<"$row")"
  done
}

@test "a table tells of earlier sights" {
  run -0 ask --csv --remember seen "$(label_text 1)"
  rows ask --csv --remember seen "$(label_text 1)" >table || true
  equal "repeated 1" "$(jq -r '.verdict + " " + .seen_times' table)"
  [[ $(jq -r .seen_first table) =~ ^20.*Z$ ]]
}
