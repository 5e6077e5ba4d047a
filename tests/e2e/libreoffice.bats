#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What was exported, opened and saved by LibreOffice, is what it was: also texts that a spreadsheet takes
# for numbers, dates and formulas.
load common

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  sello scheme add --code 1 --name Rebozo
  sello producer add --name "=1+1" --origin "2026-11" --state "may 5" --public
  sello producer add --name "0012" --origin "00001E-9"
  sello producer add --name "Ángela \"La Única\", hijas" --origin "'007" --state "TRUE"
  sello product add --name "1/2" --traits "28 cm, 50%" --gtin 07501031311309 --net-content 750
  sello product add --name "3E5" --traits "12:30" --text-lang nah
  sello certificate apply --product P1 --producer R1 --scheme S1 --note "3-4"
  sello certificate inspect C1 --result pass
  sello certificate grant C1 --until 2030-12-31
  sello certificate apply --product P2 --producer R2 --scheme S1
  sello issue C1 --count 3 --lot "2026-11"
  sello issue C1 --count 2 --lot "00001E-9"
  sello issue C1 --count 2 --lot "nov-26"
  sello issue C1 --count 31 --lot "007"
  sello print B1 --to pdf --stock avery-5162 -o labels.pdf --yes
  sello deliver B1 --to R1 -o receipt.pdf
} >/dev/null 2>&1

setup() {
  start_test
  command -v soffice >/dev/null || skip "soffice is not here: LibreOffice was not tried"
  read_table=$SELLO_BUILD_DIR/tests/support/read_table
}

# saved FOLDER FORMAT FILE...: each as LibreOffice saves it, opened as CSV.
saved() {
  local folder=$1 format=$2
  shift 2
  timeout 120 soffice "-env:UserInstallation=file://$BATS_FILE_TMPDIR/office" --headless \
    --infilter='CSV:44,34,76,1' --convert-to "$format" --outdir "$folder" "$@" >saved.log 2>&1 ||
    { cat saved.log >&2 && return 1; }
}

@test "every exported table comes back from LibreOffice as it was, as .csv, .xlsx and .ods" {
  local language kind what file
  for language in es en; do
    mkdir $language
    for what in producers products certificates batches prints deliveries labels; do
      sello --lang $language export $what --csv $language/$what.csv
      [ "$("$read_table" $language/$what.csv | wc -l)" -gt 1 ]
    done
    saved $language/csv 'csv:Text - txt - csv (StarCalc):44,34,76' $language/*.csv
    saved $language/xlsx xlsx $language/*.csv
    saved $language/ods ods $language/*.csv
    for kind in csv xlsx ods; do
      for what in producers products certificates batches prints deliveries labels; do
        file=$language/$kind/$what.$kind
        equal "$("$read_table" $language/$what.csv)" "$("$read_table" "$file")" "$file"
      done
      for what in producers products certificates; do
        run --separate-stderr sello --json import $what --csv "$language/$kind/$what.$kind" --update
        equal 0 "$status" "$stderr"
        equal "0 0 0 0" "$(tail -n 1 <<<"$output" |
          jq -r '"\(.added) \(.changed) \(.differing) \(.eaten)"')" "$language $kind $what"
      done
      run --separate-stderr sello --json issue --csv "$language/$kind/batches.$kind"
      equal 0 "$status" "$stderr"
      equal "2026-11 00001E-9 nov-26 007" "$(jq -r 'select(.line) | .values.lot' <<<"$output" | paste -sd ' ')"
    done
  done
}

@test "into another registry, by way of a workbook, with nothing changed" {
  sello export producers --csv producers.csv
  saved . xlsx producers.csv
  (
    use_folder "$PWD/otra"
    make_certifier
    sello import producers --csv ../producers.xlsx --commit
    sello --json producer list | jq -c 'del(.import)'
  ) 2>/dev/null | grep '^{.*"id"' >other.json
  equal "$(sello --json producer list | jq -c .)" "$(cat other.json)"
}

@test "workbooks that LibreOffice makes of people's own tables" {
  local kind
  printf '%s\n' 'Talleres del registro 2026,,,' ',,,' 'Producto,Señas,Código de barras,Alta' \
    'Rebozo de bolita,rapacejo de 28 cm,7501031311309,2026-11-23' 'Jarra,,,' >productos.csv
  printf '%s\n' 'certificado,cantidad,lote,elaborado' 'C1,24,L-1,2026-11-01' 'C1,5,2026-11-05,' >lotes.csv
  saved . xlsx productos.csv lotes.csv
  saved . ods productos.csv lotes.csv
  for kind in xlsx ods; do
    run --separate-stderr sello --json import products --csv productos.$kind
    equal 0 "$status" "$stderr"
    equal '{"gtin":"7501031311309","name":"Rebozo de bolita","traits":"rapacejo de 28 cm"}' \
      "$(jq -c 'select(.line == 4).values' <<<"$output")"
    run --separate-stderr sello --json issue --csv lotes.$kind
    equal 0 "$status" "$stderr"
    equal '"24" "2026-11-01"' "$(jq -c 'select(.line == 2).values | .count, .made' <<<"$output" | paste -sd ' ')"
    # A lot that the spreadsheet took for a day is told of.
    run --separate-stderr sello issue --csv lotes.$kind
    contains "$stderr" "looks as if a spreadsheet had changed it: C3, '2026-11-05'"
  done
}
