#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Label stock: Sello's, the user's own, gLabels'; printers measured; records for small labels.

load common

setup_file() { make_template; }

setup() {
  start_test
  export XDG_CONFIG_HOME=$PWD/config XDG_DATA_DIRS=$PWD/share
}

names() { sello --json stock list "$@" | jq -r .name; }

# user_stock LINES: the registry's stock.txt.
user_stock() { printf '%s\n' "$@" >registro/stock.txt; }

# glabels FOLDER: a file of templates in it.
glabels() {
  mkdir -p "$1"
  cat >"$1/acme-templates.xml" <<'XML'
<?xml version="1.0"?>
<Glabels-templates>
  <Template brand="Acme" part="24" size="A4" _description="Etiquetas">
    <Label-rectangle id="0" width="64mm" height="96pt" round="5">
      <Layout nx="3" ny="8" x0="0.25in" y0="13mm" dx="66mm" dy="96pt"/>
    </Label-rectangle>
  </Template>
  <Template brand="Acme" part="24 B" equiv="24"/>
  <Template brand="Avery" part="5160" equiv="24"/>
</Glabels-templates>
XML
}

# ---- list and show ----

@test "Letter comes first, then A4, then rolls; the list is whole in both forms" {
  equal avery-5160 "$(names | head -n 1)"
  equal "letter a4 roll" "$(sello --json stock list | jq -r .paper | uniq | paste -sd ' ')"
  n=$(names | wc -l)
  [ "$n" -ge 45 ]
  equal $((n + 1)) "$(sello stock list 2>/dev/null | wc -l)"
  for name in avery-5162 avery-l7160 onlinelabels-ol5175 zweckform-3475 rayfilm-2307 roll-50x25; do
    contains "$(names)" "$name"
  done
}

@test "no registry is needed to look at stock" {
  run -0 --separate-stderr sello -r nowhere stock show avery-l7159
  contains "$output" "3 x 8 = 24"
  [ ! -e nowhere ]
}

@test "a sheet is shown under each name it is sold by, with the symbols that fit it" {
  for name in avery-5160 5160 AVERY-8160 5260; do
    equal avery-5160 "$(sello --json stock show $name | jq -r .name)"
  done
  equal "10 7 6 4" "$(sello --json stock show 8160 | jq -r '[.symbols[].version] | join(" ")')"
  equal "69.85 4.76" "$(sello --json stock show 8160 | jq -r '"\(.pitch_x) \(.left)"')"
  run -0 sello --lang es stock show avery-3112
  contains "$output" "⌀ 38.1 mm"
  contains "$output" "hasta la versión 8"
  run -0 sello stock show avery-5167
  contains "$output" "none fits"
  run -1 sello stock show avery-9999
  contains "$output" "There is no stock named avery-9999. See: sello stock list --all"
  contains "$output" "A size of your own goes into stock.txt"
}

# ---- the user's own ----

@test "a sheet measured with a ruler is a few lines, in Spanish or English" {
  user_stock "# de la papelería" "hoja papeleria-24" "papel a4" "etiquetas 3 x 8" \
    "medida 64 x 33,8" "paso 66 x 33,8" "" "stock tags" "labels 2 x 5" "size 90 x 50" \
    "stock round" "size round 40" "labels 4 x 5" "pitch 50 x 50" "stock zebra" "roll 3" "size 60 x 40"
  equal "papeleria-24 tags round zebra" "$(names | tail -n 4 | paste -sd ' ')"
  equal "user a4 24 7 13.3" "$(sello --json stock show papeleria-24 |
    jq -r '"\(.from) \(.paper) \(.labels) \(.left) \(.top)"')"
  equal "letter 12.95" "$(sello --json stock show round | jq -r '"\(.paper) \(.left)"')"
  equal "roll 43" "$(sello --json stock show ZEBRA | jq -r '"\(.paper) \(.paper_height)"')"
}

@test "a mistake is told with its line and what is expected; what stands before it holds" {
  user_stock "hoja buena" "etiquetas 2 x 5" "medida 90 x 50" "hoja mala" "etiquetas 2 x 5" \
    "medida noventa"
  run -0 sello --lang es stock show buena
  contains "$output" "stock.txt, línea 6"
  contains "$output" "medida 66.7 x 25.4"
  run -1 sello --lang es stock show mala
  user_stock "stock wide" "labels 3 x 5" "size 90 x 50"
  run -1 sello stock show wide
  contains "$output" "the stock that begins on line 1 cannot be: its labels do not all lie on the"
  user_stock "stock wide" $'size 90 x 50\e[2J'
  run -1 sello stock show wide
  lacks "$output" $'\e'
}

@test "a name of Sello's own stays Sello's, and that is said" {
  user_stock "hoja avery-5160" "etiquetas 2 x 5" "medida 90 x 50" "hoja 8160" "rollo 3" \
    "medida 50 x 25" "hoja mia" "rollo 3" "medida 50 x 25" "hoja mia" "rollo 3" "medida 40 x 25"
  run -0 --separate-stderr sello stock show avery-5160
  contains "$output" "3 x 10 = 30"
  contains "$stderr" "the name avery-5160 is one of Sello's own, which is used"
  contains "$stderr" "for example my-avery-5160"
  contains "$stderr" "the name 8160 is one of Sello's own"
  contains "$stderr" "the name mia stands twice"
  equal 50 "$(sello --json stock show mia | jq .width)"
}

@test "gLabels' templates are read where XDG has them, and only listed when asked" {
  glabels share/libglabels-3.0/templates
  lacks "$(names)" acme
  equal "acme-24 acme-24-b" "$(names --all | tail -n 2 | paste -sd ' ')"
  equal "glabels 24 66" "$(sello --json stock show acme-24-b | jq -r '"\(.from) \(.labels) \(.pitch_x)"')"
  equal sello "$(sello --json stock show avery-5160 | jq -r .from)"
  user_stock "hoja acme-24" "rollo 3" "medida 50 x 25"
  equal user "$(sello --json stock show acme-24 | jq -r .from)"
}

@test "templates of a home are read; a file that is broken is passed over" {
  glabels data/libglabels-3.0/templates
  glabels config/libglabels/templates
  echo '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>' \
    >config/libglabels/templates/a.xml
  run -0 --separate-stderr sello stock show acme-24
  contains "$stderr" "a.xml is not a file of gLabels templates, or is broken. It is passed over."
  equal 1 "$(names --all 2>/dev/null | grep -cx acme-24)"
}

@test "Debian's glabels-data is read whole" {
  [ -d /usr/share/libglabels-3.0/templates ] || skip "glabels-data is not here"
  export XDG_DATA_DIRS=/usr/share
  run -0 --separate-stderr sello stock list --all
  [ "${#lines[@]}" -gt 1500 ]
  lacks "$stderr" "passed over"
  equal glabels "$(sello --json stock show dymo-11354 | jq -r .from)"
}

# ---- calibration ----

@test "a page is written, measured, noted; the profile undoes what the printer does" {
  sello stock calibrate --to pdf -o pagina.pdf >/dev/null
  contains "$(pdfinfo pagina.pdf)" "612 x 792 pts (letter)"
  contains "$(pdftotext -layout pagina.pdf -)" "Hoja de calibración"
  contains "$(pdftotext -layout pagina.pdf -)" "Calibration page"
  sello stock calibrate --to pdf --paper a4 -o a4.pdf >/dev/null
  contains "$(pdfinfo a4.pdf)" "(A4)"
  run -0 sello stock calibrate
  contains "$output" "No printer was calibrated yet"
  # 1.5 mm to the right, 2 mm up; 1 % too large across.
  sello stock calibrate --printer "Epson ñandú" --left 21.7 --top 18 --across 171.7 --down 230
  sello stock calibrate --printer HP --left 20 --top 20 --across 170 --down 230
  equal "Epson ñandú -1.485 2 99.01 100" "$(sello --json stock calibrate | head -n 1 |
    jq -r '"\(.printer) \(.offset_x) \(.offset_y) \(.scale_x_percent) \(.scale_y_percent)"')"
  equal "sello-printers 1" "$(head -n 1 registro/printers)"
  sello stock calibrate --printer HP --forget
  equal 2 "$(wc -l <registro/printers)"
  run -1 sello stock calibrate --printer HP --forget
  contains "$output" "No printer named HP was calibrated here"
}

@test "what was measured wrong is refused, and says what to do" {
  run -1 sello stock calibrate --printer HP --left 20 --top 20 --across 158 --down 214
  contains "$output" "Print the page again at 100 %"
  run -1 sello stock calibrate --printer HP --left 55 --top 20 --across 170 --down 230
  contains "$output" "Measure --left and --top again"
  run -2 sello stock calibrate --printer HP --left 20 --top 20 --across 170
  contains "$output" "--down is missing"
  run -2 sello stock calibrate --printer " HP" --left 20 --top 20 --across 170 --down 230
  run -2 sello stock calibrate --printer HP --left 2cm --top 20 --across 170 --down 230
  run -2 sello stock calibrate --left 20
  run -2 sello stock calibrate --to pdf
  run -2 sello stock calibrate --to png -o a.png
  run -2 sello stock calibrate --to pdf -o a.pdf --printer HP
  [ ! -e registro/printers ]
  printf 'sello-printers 1\n0 0 1 1 HP\n' >registro/printers
  run -1 sello stock calibrate
  contains "$output" "printers, line 2, is not as it was written"
}

# ---- a lean record ----

@test "a lean record takes about 110 bytes and version 8, where a usual one takes 11 or more" {
  sello issue C1 --count 1 --lean >/dev/null 2>&1
  digits=$(label_text 4 | sed 's/.*#//' | tr -d '\n' | wc -c)
  bytes=$((digits / 17 * 7)) # 17 digits for 7 bytes
  [ "$bytes" -ge 98 ] && [ "$bytes" -le 112 ]
  sello trust export -o trust.sello >/dev/null
  equal stale "$(sello_verify --trust trust.sello --now 2099-01-01T00:00:00Z --json "$(label_text 4)" |
    jq -r .verdict)"
  equal 8 "$(sello --json print 4 --to png -o png | jq .symbol_version)"
  [ "$(sello --json print 3 --to png -o png | jq .symbol_version)" -ge 11 ]
}
