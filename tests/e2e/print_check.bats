#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# How well a sheet is printed, from its scan: what reads, how large, how dark, how much to spare.

load common

# sheet.png: 30 labels in five columns and six rows, at 300 dpi.
setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  make_certificate
  sello issue C1 --count 30 --lot 2026-11
  sello trust export -o trust.sello
  sello print 1-30 --to png -o png --dpi 300 --module 0.423
  join_sheet sheet.png
} >/dev/null 2>&1

setup() { start_test; }

# join_sheet OUT: the labels of png/, side by side.
join_sheet() {
  convert_picture \( png/00000[1-5].png +append \) \( png/00000[6-9].png png/000010.png +append \) \
    \( png/00001[1-5].png +append \) \( png/00001[6-9].png png/000020.png +append \) \
    \( png/00002[1-5].png +append \) \( png/00002[6-9].png png/000030.png +append \) \
    -append -bordercolor white -border 30 -units PixelsPerInch -density 300 "$1"
}

# check FILE...: with the trust file; objects in `rows`, exit status in `result`.
check() {
  result=0
  rows=$(sello_verify --print-check --trust trust.sello --json "$@" 2>err.txt) || result=$?
}

of() { jq -r "$1" <<<"$rows"; }

@test "a sheet of thirty labels is read whole, and measured" {
  check sheet.png
  equal 0 "$result"
  equal 30 "$(of .serial | sort -u | wc -l)"
  equal "$(seq -s ' ' 1 30)" "$(of .serial | paste -sd ' ')" "in the order of reading"
  equal "$(seq -s ' ' 1 30)" "$(of .place | paste -sd ' ')"
  equal authentic "$(of .verdict | sort -u)"
  equal 30 "$(of 'select(.module_mm > 0.42 and .module_mm < 0.427 and .contrast > 0.99
    and .correction_unused == 1 and .correction_level == "M" and .weak == [] and .duplicate == false)
    | .place' | wc -l)"
  run -0 sello_verify --print-check --trust trust.sello sheet.png
  contains "$output" "sheet.png (300 dpi)"
  contains "$output" "  30  00000Y-Y      0.423 mm  100 %     100 %      AUTHENTIC"
  contains "$output" "Labels that read: 30. Of them here twice: 0. Codes weakly printed: 0."
  contains "$output" "A label that does not read at all is not in the list"
}

@test "so is a scan that lies askew, with noise, as JPEG" {
  convert_picture sheet.png -background white -rotate 0.7 -blur 0x0.8 -seed 7 -attenuate 0.8 +noise Gaussian \
    -quality 82 scan.jpg
  check scan.jpg
  equal 0 "$result"
  equal "$(seq -s ' ' 1 30)" "$(of .serial | paste -sd ' ')"
  equal 30 "$(of 'select(.module_mm > 0.418 and .module_mm < 0.429 and .contrast > 0.75
    and .correction_unused > 0.8) | .place' | wc -l)"
}

@test "a PDF sheet of whole labels, as it comes onto paper" {
  sello print 1-24 --to pdf --stock avery-l7159 -o hojas.pdf >/dev/null 2>&1
  pdftoppm -r 300 -gray -png -singlefile hojas.pdf hoja
  check hoja.png
  equal 0 "$result"
  equal "$(seq -s ' ' 1 24)" "$(of .serial | paste -sd ' ')"
  equal 24 "$(of 'select(.module_mm > 0.42 and .module_mm < 0.427 and .correction_unused == 1)
    | .place' | wc -l)"
}

@test "the verifier itself answers for every label of a sheet" {
  run -0 sello_verify --trust trust.sello --json sheet.png
  equal 30 "$(jq -r 'select(.verdict == "authentic").serial' <<<"$output" | sort -u | wc -l)"
}

@test "a label that is smeared reads with less to spare, and one that is spoilt is not there" {
  # 6 lies at (30, 375), 13 at (720, 720): 345 pixels a side, and a margin of 20 about each code.
  convert_picture sheet.png -fill white -draw "rectangle 200,530 235,565" \
    -fill black -draw "rectangle 760,760 1010,1010" smeared.png
  check smeared.png
  equal 29 "$(of .serial | wc -l)"
  equal "" "$(of 'select(.serial == 13)')"
  equal true "$(of 'select(.serial == 6) | .correction_unused < 0.95 and .verdict == "authentic"')"
  equal 1 "$(of 'select(.serial != 6) | .correction_unused' | sort -u)"
}

@test "what is printed pale is weak, and what is printed small" {
  convert_picture sheet.png +level 62%,85% pale.png
  check pale.png
  equal 1 "$result"
  equal 30 "$(of 'select(.weak == ["contrast"] and .contrast < 0.45) | .place' | wc -l)"
  run -1 sello_verify --print-check --trust trust.sello pale.png
  contains "$output" "AUTHENTIC · contrast too low"
  contains "$output" "Codes weakly printed: 30."
  check --dpi 450 sheet.png
  equal 1 "$result"
  equal '["module"]' "$(jq -c .weak <<<"$rows" | sort -u)"
  equal true "$(of '.module_mm > 0.277 and .module_mm < 0.287' | sort -u)"
}

@test "a picture without a density has pixels instead of millimetres" {
  convert_picture png/000004.png png/000007.png +append -strip -define png:exclude-chunk=pHYs two.png
  check two.png
  equal 0 "$result"
  equal "null 5" "$(of '"\(.module_mm) \(.module_pixels)"' | sort -u)"
  run -0 sello_verify --print-check --trust trust.sello two.png
  contains "$output" "5.0 px"
  contains "$output" "give --dpi"
  convert_picture two.png -units PixelsPerCentimeter -density 118.11 -quality 95 two.jpg
  check two.jpg
  equal true "$(of '.module_mm > 0.41 and .module_mm < 0.435' | sort -u)"
}

@test "a label that is on the sheet twice is a copy of itself" {
  cp png/000003.png png/000017.png
  join_sheet twice.png
  check twice.png
  equal 14 "$result"
  equal "17 3 repeated" "$(of 'select(.duplicate) | "\(.place) \(.serial) \(.verdict)"')"
  run -1 env XDG_DATA_HOME=$PWD/nobody "$SELLO_VERIFY" --print-check twice.png
  contains "$output" "reads, and is here twice"
}

@test "without trust it tells what reads, and judges nothing" {
  run -0 env XDG_DATA_HOME=$PWD/nobody "$SELLO_VERIFY" --print-check --json sheet.png
  equal 30 "$(wc -l <<<"$output")"
  equal "null" "$(jq -r .verdict <<<"$output" | sort -u)"
  run -0 env XDG_DATA_HOME=$PWD/nobody "$SELLO_VERIFY" --print-check sheet.png
  contains "$output" "reads"
  lacks "$output" "AUTHENTIC"
}

@test "verdicts keep their exit, and come before the print" {
  sello withdraw 8 --reason lost 2>/dev/null
  sello trust export -o trust.sello >/dev/null
  convert_picture sheet.png +level 62%,85% pale.png
  check pale.png
  equal 20 "$result"
  equal withdrawn "$(of 'select(.serial == 8).verdict')"
  convert_picture -size 400x400 xc:white white.png
  check white.png
  equal 41 "$result"
  contains "$(cat err.txt)" "white.png: "
  check white.png sheet.png
  equal 20 "$result"
  equal 30 "$(of .serial | wc -l)"
  check nothing.png
  equal 41 "$result"
}

@test "what does not go together" {
  for options in --csv --text "--serial 3" "--remember x"; do
    # shellcheck disable=SC2086
    run -2 sello_verify --print-check $options sheet.png
    contains "$output" "--print-check goes without"
  done
  run -2 sello_verify --dpi 300 sheet.png
  contains "$output" "--dpi goes with --print-check."
  run -2 sello_verify --print-check --dpi 3 sheet.png
  run -2 sello_verify --print-check
}
