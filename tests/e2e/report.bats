#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The report for the assembly: what was done with labels, by producer, by month.
load common

# Labels of three months of two years, by a clock that is told.
setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  make_certificate
  sello producer add --name "Flor de Seda" --origin Temoaya --public >/dev/null
  sello product add --name "Tapete" >/dev/null
  grant_certificate --product P2 --producer R2 --scheme S1 >/dev/null
  sello issue C1 --count 20 >/dev/null 2>&1
  sello issue C2 --count 5 >/dev/null 2>&1
  sello print 1-10 --to png -o one >/dev/null 2>&1
  sello print 8-12 --to png -o two >/dev/null 2>&1
  sello deliver 1-6 --to R1 -o receipt.pdf >/dev/null
  sello sold 1-3 --yes >/dev/null
  sello returned 3 --reason "la talla" --yes >/dev/null
  sello withdraw 15-16 --reason misprint --yes >/dev/null
  sello withdraw 17 --reason stolen --yes >/dev/null
}

setup() {
  start_test
}

@test "each figure of each producer, and what all of them come to" {
  equal '["R1",20,12,6,2,1,2,11]' "$(sello --json report |
    jq -c '.producers[0] | [.id, .issued, .printed, .delivered, .sold, .withdrawn, .spoiled, .left]')"
  equal '["R2",5,0,0,0,0,0,5]' "$(sello --json report |
    jq -c '.producers[1] | [.id, .issued, .printed, .delivered, .sold, .withdrawn, .spoiled, .left]')"
  equal '[25,12,6,2,1,2,16]' "$(sello --json report |
    jq -c '.total | [.issued, .printed, .delivered, .sold, .withdrawn, .spoiled, .left]')"
  equal "$(sello --json batch list | jq -s 'map(.left) | add')" "$(sello --json report | jq .total.left)"
}

@test "a producer alone, and one that is not there" {
  equal R2 "$(sello --json report --producer R2 | jq -r '.producers[].id')"
  equal 5 "$(sello --json report --producer R2 | jq .total.issued)"
  run -1 sello report --producer R9
}

@test "by year and by days" {
  year=$(date +%Y)
  equal 25 "$(sello --json report --year "$year" | jq .total.issued)"
  equal '[0,0]' "$(sello --json report --year 2020 | jq -c '[.total.issued, .total.left]')"
  equal '[0,16]' "$(sello --json report --from "$(date -d "+1 day" +%F)" |
    jq -c '[.total.issued, .total.left]')" # what is left is left whenever it was issued
  equal '[25,16]' "$(sello --json report --from "$(date +%F)" --to "$(date +%F)" |
    jq -c '[.total.issued, .total.left]')"
  equal "$year-01" "$(sello --json report --year "$year" | jq -r '.months[0].month')"
  run -2 sello report --year 2026 --from 2026-01-01
  contains "$output" "leave --from and --to out"
}

@test "a status counts in the month of its own day" {
  sello withdraw 20 --reason lost --date 2024-02-29 --yes
  equal '["2024-02",1,0]' "$(sello --json report |
    jq -c '.months[0] | [.month, .withdrawn, .issued]')"
  equal '["2024-03",0]' "$(sello --json report | jq -c '.months[1] | [.month, .withdrawn]')"
  equal 1 "$(sello --json report --year 2024 | jq .total.withdrawn)"
}

@test "on the screen, in both languages, within 80 columns" {
  COLUMNS=80 sello report >en
  grep -q "^Taller Hernández  *20  *12  *6  *2  *1  *2  *11$" en
  grep -q "^$(LC_ALL=C date "+%b %Y")  *25  *6  *2  *█" en
  COLUMNS=80 sello --lang es informe >es
  grep -q "^Productor  *Emit\." es
  grep -q "^Todos " es
  run -0 sello report --year 2020
  contains "$output" "Nothing was done"
}

@test "as a table" {
  sello report --csv report.csv
  equal $'\xef\xbb\xbf'"producer,name,origin,issued,printed,delivered,sold,withdrawn,spoiled,left" \
    "$(head -n 1 report.csv | tr -d '\r')"
  equal "R1,Taller Hernández,Santa María del Río,20,12,6,2,1,2,11" \
    "$(sed -n 2p report.csv | tr -d '\r')"
  run -1 sello report --csv report.csv # never over what is there
  equal "productor" "$(sello --lang es informe --tabla - | head -n 1 | cut -d, -f 1)"
}

@test "as pages to print: the same bytes each time, in its own language" {
  sello report --year "$(date +%Y)" --pdf report.pdf
  sello report --year "$(date +%Y)" --pdf again.pdf
  cmp report.pdf again.pdf
  pdftotext -layout report.pdf report.txt
  grep -q "Informe de etiquetas" report.txt
  grep -q "Taller Hernández  *20  *12  *6  *2  *1  *2  *11" report.txt
  grep -q "Hoja 1 de 1" report.txt
  sello report --pdf en.pdf --words en --paper a4
  pdftotext en.pdf - | grep -q "Report on labels"
  pdfinfo en.pdf | grep -q A4
  run -2 sello report --csv x.csv --pdf x.pdf --words both
  run -2 sello report --csv x.csv --pdf x.pdf --paper a5
  test ! -e x.csv && test ! -e x.pdf
  run -2 sello report --words en
  contains "$output" "--words is for pages: give --pdf FILE"
  run -2 sello report --csv x.csv --paper a4
  test ! -e x.csv
  equal '{"file":"j.pdf"}' "$(sello --json report --pdf j.pdf)"
}

@test "many producers take more pages, each with its heading" {
  printf 'name,origin\n' >producers.csv
  for i in {1..60}; do
    echo "Taller número $i de la cooperativa,Teotitlán del Valle" >>producers.csv
  done
  sello import producers --csv producers.csv --commit >/dev/null
  for i in {3..62}; do
    grant_certificate --product P1 --producer "R$i" --scheme S1
  done | sed 's/$/,1/;1i certificate,count' >labels.csv
  sello issue --csv labels.csv --commit >/dev/null
  sello report --pdf long.pdf
  pages=$(pdfinfo long.pdf | awk '/^Pages/ {print $2}')
  [ "$pages" -ge 3 ]
  pdftotext -layout long.pdf long.txt
  equal "$pages" "$(grep -c "Emitidas .*Quedan" long.txt)"
  grep -q "Hoja $pages de $pages" long.txt
  grep -q "Taller número 60" long.txt
}

@test "a registry that may only be read is reported on, too" {
  chmod -R a-w "$SELLO_REGISTRY"
  equal 25 "$(sello --json report | jq .total.issued)"
  chmod -R u+w "$SELLO_REGISTRY"
}
