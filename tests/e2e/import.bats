#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Tables in and out: what a clerk's spreadsheet saves.
load common

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  sello producer add --name "Taller Hernández" --origin "Santa María del Río" >/dev/null
}

setup() {
  start_test
}

# table TEXT...: writes the lines into t.csv, escapes and all.
table() {
  printf '%b\n' "$@" >t.csv
}

# preview KIND: exit 0, and nothing written.
preview() {
  local before
  before=$(registry_sum)
  run --separate-stderr sello import "$1" --csv t.csv
  equal 0 "$status" "$stderr"
  equal "$before" "$(registry_sum)" "the registry"
}

# refused PATTERN KIND: with --commit, exit 1, the pattern is said, and nothing is written.
refused() {
  local before
  before=$(registry_sum)
  run --separate-stderr sello import "$2" --csv t.csv --commit
  equal 1 "$status"
  contains "$stderr" "$1"
  equal "$before" "$(registry_sum)" "the registry"
}

@test "a table is shown first, then taken as a whole" {
  table 'nombre,comunidad,estado,público' 'Ana,Temoaya,México,sí' 'Beto,Olinalá,,no'
  preview productores
  contains "$output" "New: 2. Here already: 0. Repeated: 0. Refused: 0."
  contains "$stderr" "To write it, add --commit."
  sello import productores --csv t.csv --commit
  equal '{"id":"R2","name":"Ana","origin":"Temoaya","state":"México","public":true,"import":"I1"}' \
    "$(sello --json producer show R2)"
  equal false "$(sello --json producer show R3 | jq .public)"
}

@test "kinds and headings, in Spanish and English, in any order and spelling" {
  local kind
  for kind in producer producers productor productores; do
    table 'STATE;Origin; Name ' 'Oaxaca;Teotitlán;Ana'
    preview "$kind"
    contains "$output" "New: 1."
  done
  for kind in product products producto productos; do
    table 'Idioma\tContenido neto\tGTIN\tRasgos\tNombre' 'nah\t750 ml\t7501031311309\tclaro\tMezcal'
    preview "$kind"
    contains "$output" "New: 1."
  done
  sello import product --csv t.csv --commit
  equal '{"id":"P1","name":"Mezcal","traits":"claro","gtin":7501031311309,"net_content":"750 ml","lang":"nah","import":"I1"}' \
    "$(sello --json product show P1)"
  run sello import cosas --csv t.csv
  equal 2 "$status"
  contains "$output" "Write producers, products or certificates."
}

@test "what a spreadsheet adds is passed over" {
  table '\xef\xbb\xbfsep=;' 'nombre;origen;teléfono;' '"Taller ""El Sol""";Olinalá;555;' ';;;' '' \
    '  Ana  ;Temoaya;;'
  preview producers
  contains "$output" 'Taller "El Sol"'
  contains "$output" "New: 2."
  contains "$stderr" "Column 3, 'teléfono', is not known and is passed over."
  printf 'nombre,origen\rAna,Temoaya\rBeto,"Santa\tMaría"' >t.csv
  refused "line 3, column 2 (origen): character 6 (U+0009)" producers
}

@test "Windows-1252 is found out, and said" {
  printf 'nombre;origen\r\nNi\xf1o;Olinal\xe1\r\n' >t.csv
  preview producers
  contains "$output" "Niño"
  contains "$stderr" "read as Windows-1252"
}

@test "other encodings are refused with a word" {
  printf '\xff\xfen\0' >t.csv
  refused "UTF-16" producers
  printf 'nombre,origen\n\xc3\xb1,\xf1\n' >t.csv
  refused "line 2: part of it is UTF-8 and part is not" producers
  printf 'nombre,origen\na\0,b\n' >t.csv
  refused "line 2: it is not a text file" producers
  : >t.csv
  refused "there is nothing in it" producers
}

@test "letters and accents that stand apart are joined, and that is said" {
  table 'nombre,origen' 'Jose\u0301,Olinala\u0301'
  preview producers
  contains "$stderr" "texts changed so: 2"
  sello import producers --csv t.csv --commit
  equal "José" "$(sello --json producer show R2 | jq -r .name)"
}

@test "who is here already, or twice in the table, is named and passed over" {
  table 'nombre,origen' 'taller HERNANDEZ,Santa María del Río' 'Ana,Temoaya' 'Ána,temoaya' 'Ana,Otra'
  preview producers
  contains "$output" "here already: R1"
  contains "$output" "repeats line 3"
  contains "$output" "New: 2. Here already: 1. Repeated: 1. Refused: 0."
  sello import producers --csv t.csv --commit
  equal "R1 R2 R3" "$(sello --json producer list | jq -r .id | paste -sd ' ')"
  run --separate-stderr sello import producers --csv t.csv --commit
  equal 0 "$status"
  contains "$stderr" "there is nothing new"
  equal 1 "$(sello --json producer list | jq -r 'select(.import).import' | sort -u | wc -l)"
}

@test "one bad row keeps all of them out, and each is named by line and column" {
  table 'nombre,origen,público' 'Ana,Temoaya,sí' ',Olinalá,no' 'Beto,,no' 'Caro,Oaxaca,quizá' \
    'D\u0430vid,Oaxaca,no' "$(printf 'x%.0s' {1..65}),Oaxaca,no" 'Eva,Oaxaca,no,más'
  refused "t.csv, line 3, column 1 (nombre): it is empty." producers
  contains "$stderr" "t.csv, line 4, column 2 (origen): it is empty."
  contains "$stderr" "t.csv, line 5, column 3 (público): yes or no is expected"
  contains "$stderr" "t.csv, line 6, column 1 (nombre): character 2 (U+0430)"
  contains "$stderr" "t.csv, line 7, column 1 (nombre): it takes at most 64 bytes"
  contains "$stderr" "t.csv, line 8, column 4: there are more columns than headings."
  contains "$stderr" "Nothing was written."
  table 'nombre,gtin,idioma' 'A,7501031311308,' 'B,12,' 'C,,es MX'
  refused "line 2, column 2 (gtin): its last digit does not match" products
  contains "$stderr" "line 3, column 2 (gtin): a GTIN has"
  contains "$stderr" "line 4, column 3 (idioma): a language tag"
}

@test "broken tables are refused with the place" {
  table 'nombre,origen' 'Ana,Temoaya' 'Beto,"Olinalá' 'Caro,Oaxaca'
  refused "t.csv, line 3, column 2: a quotation mark opens here" producers
  table 'nombre,origen' '"Ana"x,Temoaya'
  refused "line 2, column 1: something stands between" producers
  table 'nombre' 'Ana'
  refused "no column is headed 'comunidad'" producers
  table 'nombre,origen,name' 'Ana,Temoaya,Ana'
  refused "two columns are headed as the same thing" producers
  printf ',%.0s' {1..100000} >t.csv
  refused "too many columns" producers
  table 'nombre,origen' "$(printf 'x%.0s' {1..5000}),y"
  refused "line 2, column 1: the text is too long" producers
  rm t.csv
  refused "t.csv" producers
}

@test "a bad row far down is found, and keeps the rest out" {
  {
    echo nombre,origen
    seq -f 'Taller %g,Oaxaca' 3000
    printf 'Taller \xe2\x80\xae,Oaxaca\n'
  } >t.csv
  refused "t.csv, line 3002, column 1 (nombre): character 8 (U+202E)" producers
}

@test "JSON of a dry run has the columns, a line for each row, then the sum" {
  table 'nombre,origen,tel' 'Ana,Temoaya,1' 'Taller Hernández,Santa María del Río,2' 'Ana,Temoaya,3' ',x,'
  run --separate-stderr sello --json import producers --csv t.csv --dry-run
  equal 1 "$status"
  equal '{"columns":[{"heading":"nombre","field":"name"},{"heading":"origen","field":"origin"},{"heading":"tel"}]}' \
    "${lines[0]}"
  equal "add present repeated refused" \
    "$(jq -r 'select(.action).action' <<<"$output" | paste -sd ' ')"
  equal '{"added":1,"changed":0,"present":1,"differing":0,"repeated":1,"refused":1,"composed":0,"eaten":0,"encoding":"utf-8","committed":false,"dry_run":true}' \
    "$(tail -n 1 <<<"$output")"
}

@test "JSON of a dry run has the columns of a table that cannot be read yet, too" {
  table 'nombre,"pueblo, o rancho"' 'Ana,Temoaya'
  run --separate-stderr sello --json import producers --csv t.csv --dry-run
  equal 1 "$status"
  equal '{"columns":[{"heading":"nombre"},{"heading":"pueblo, o rancho"}]}' "${lines[0]}"
  equal table-not-readable "$(jq -r .error <<<"${lines[1]}")"
  run --separate-stderr sello --json import producers --csv t.csv --map 'pueblo, o rancho=origin'
  equal 0 "$status"
}

@test "from standard input" {
  printf 'nombre,origen\nAna,Temoaya\n' | sello import producers --csv - --commit
  equal Ana "$(sello --json producer show R2 | jq -r .name)"
}

@test "an import is taken back, unless something uses it" {
  table 'nombre,origen' 'Ana,Temoaya' 'Beto,Oaxaca'
  sello import producers --csv t.csv --commit
  sello undo I1
  equal R1 "$(sello --json producer list | jq -r .id)"
  run --separate-stderr sello undo I1
  equal 1 "$status"
  contains "$stderr" "no such record"
  sello import producers --csv t.csv --commit
  equal "R1 R4 R5" "$(sello --json producer list | jq -r .id | paste -sd ' ')"
  sello scheme add --code 1 --name Rebozo
  sello product add --name Rebozo
  sello certificate apply --product P1 --producer R4 --scheme S1
  run --separate-stderr sello undo I2
  equal 1 "$status"
  contains "$stderr" "certificate C1 uses a record of this import"
  sello check
}

@test "what is exported can be imported, and is no formula" {
  sello producer add --name "=1+1" --origin "@casa, \"la\" +52" --public
  sello producer add --name "-Ana" --origin "Temoaya" --state "México"
  sello export productores --csv salida.csv
  grep -F "'=1+1" salida.csv
  grep -F "\"'@casa, \"\"la\"\" +52\"" salida.csv
  run --separate-stderr sello export producers --csv salida.csv
  equal 1 "$status"
  (
    use_folder "$PWD/otra"
    make_certifier
    sello import producers --csv ../salida.csv --commit
    sello --json producer list | jq -c 'del(.import)'
  ) 2>/dev/null | tail -n 3 >other.json
  equal "$(sello --json producer list | jq -c .)" "$(cat other.json)"
}

@test "hostile rows are text" {
  table 'nombre,origen' "'); DROP TABLE producer;--,\$(touch /tmp/x)"
  sello import producers --csv t.csv --commit
  equal "'); DROP TABLE producer;--" "$(sello --json producer show R2 | jq -r .name)"
}

@test "a Spanish clerk's screen" {
  table 'nombre;comunidad' 'Ana;Temoaya'
  equal "$(LC_ALL=tr_TR.UTF-8 sello import producers --csv t.csv)" \
    "$(sello import producers --csv t.csv)"
  sello --lang es export producers --csv - | grep -x 'id,nombre,comunidad,estado,público.'
}

@test "imports are listed, and their records' history names them" {
  table 'name,origin' 'Taller Uno,Temoaya'
  sello import producers --csv t.csv --commit >/dev/null
  run --separate-stderr sello import list
  equal 0 "$status" "$stderr"
  contains "$output" "I1"
  contains "$output" "t.csv"
  equal '"I1" 1 "t.csv"' "$(sello import list --json | jq -c '.id, .rows, .file' | paste -sd' ')"
  equal '"producer.added" "I1"' "$(sello history R2 --json | jq -c '.what, .import' | paste -sd' ')"
}

@test "the newest steps name the command that takes each back, which then does" {
  table 'name,origin' 'Taller Uno,Temoaya'
  sello import producers --csv t.csv --commit >/dev/null
  sello producer edit R1 --name "Otro taller" --public --yes >/dev/null
  run --separate-stderr sello --lang en history --newest 2
  equal 0 "$status" "$stderr"
  contains "${lines[1]}" "sello producer edit R1"
  contains "${lines[2]}" "sello undo I1"
  contains "$(sello --lang es history --ultimos 2)" "sello deshacer I1"
  equal '{"command":"producer edit","fields":{"name":"Taller Hernández","no-public":true},"of":"R1"}' \
    "$(sello --json history --newest 1 | jq -c .undo)"
  sello undo I1 --yes >/dev/null
  equal '"over"' "$(sello --json history --newest 1 | jq -c .stays)"
  run sello history R1 --newest 2
  equal 2 "$status" "$output"
  run sello history --newest 0
  equal 2 "$status" "$output"
}
