#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What a clerk is told before labels are printed, and where they go.

load common

setup_file() {
  make_template
}

setup() {
  start_test
}

# ---- what there is no room for ----

# lacking OPTION...: what a print of label 1 leaves out, "what" or "what…" where it is cut.
lacking() {
  sello --json print 1 --dry-run -o x.pdf --to pdf "$@" 2>/dev/null |
    jq -r '[.left_out[] | .what + (if .cut then "…" else "" end)] | join(" ")'
}

@test "what small, round and framed labels leave out is told before they are printed" {
  equal "" "$(lacking --stock avery-l7163)"
  equal "origin traits lot made scheme certificate web" "$(lacking --stock avery-3112)"
  equal "$(lacking --stock avery-3112 --design tag)" "$(lacking --stock avery-3112 --design etiqueta)"
  run -0 --separate-stderr sello --lang en print 1 --to pdf -o round.pdf --stock avery-3112
  contains "$stderr" "Left out, as the labels of avery-3112 have no room for it: origin, traits, lot,"
  [ -s round.pdf ]
  run -0 --separate-stderr sello --lang es print 1 --to pdf -o round.pdf --stock avery-3112
  contains "$stderr" "En las etiquetas de avery-3112 no caben y no salen: "
  run -0 --separate-stderr sello --lang en print 1 --to pdf -o wide.pdf --stock avery-l7163
  lacks "$stderr" "room"
}

@test "what is told as cut or left out is what the paper shows so" {
  convert_picture -size 300x300 xc:black mark.png
  sello mark set mark.png
  sello product add --name "Mantel teñido en añil con flecos anudados a mano, de ocho"
  grant_certificate --product P2 --producer R1 --scheme S1
  sello issue C2 --count 1
  for design in plain framed tag; do
    for stock in avery-3112 avery-l7160 avery-l7159; do
      sello --json print 4 --to pdf -o a.pdf --stock "$stock" --design "$design" --force >said 2>/dev/null
      words=$(pdftotext -raw a.pdf - | tr -d ' \n\f') # letters on an arc stand apart
      for pair in "product:Mantel teñido en añil con flecos anudados a mano, de ocho" \
        "producer:Taller Hernández" "origin:Santa María del Río" "certifier:Consejo Artesanal de Prueba"; do
        whole=no told=no
        text=${pair#*:}
        [[ $words == *"${text// /}"* ]] && whole=yes
        jq -e --arg what "${pair%%:*}" '[.left_out[].what] | index($what) | not' said >/dev/null && told=yes
        seen+=$whole
        equal "$whole" "$told" "$stock $design ${pair%%:*}: $words"
      done
    done
  done
  contains "$seen" no
  contains "$seen" yes
  equal mark "$(jq -r '.left_out[] | select(.what == "mark").what' <(sello --json print 4 --to pdf -o a.pdf --stock avery-3112 --design tag --force 2>/dev/null))"
}

@test "on a terminal it asks, with --yes it goes on, and a no prints nothing" {
  meanwhile "--version" print 1 --to pdf -o a.pdf --stock avery-3112
  equal 0 "$status" "a yes"
  contains "$output" "avery-3112"
  [ -s a.pdf ]
  printf 'n\n' >no
  run -1 script -fqec "stty cols 1000; $SELLO --lang en print 1 --to pdf -o b.pdf --stock avery-3112" /dev/null <no
  contains "$output" "Print them so?"
  contains "$output" "Nothing was printed."
  [ ! -e b.pdf ]
  run -0 script -fqec "stty cols 1000; $SELLO --lang en print 1 --to pdf -o b.pdf --stock avery-3112 --yes" /dev/null <no
  lacks "$output" "Print them so?"
  contains "$output" "Left out"
  [ -s b.pdf ]
}

@test "of a design of one's own it is told what is cut, not what the file has no box for" {
  cat >own.txt <<'END'
sello-design 1
symbol 2 3 40
text product 44 3 6 3 left 9
text serial 44 20 40 5 left 9
words 44 30 6 3 left 9 : Hecho a mano en la sierra
END
  equal "product… own_words…" "$(lacking --stock avery-5163 --design own.txt)"
}

@test "of several batches it is told on how many labels" {
  sello issue C1 --count 2 --lean
  run -0 --separate-stderr sello --lang en --json print 2-5 --to pdf -o a.pdf --stock avery-3112
  contains "$stderr" "origin (on 2 of 4 labels)"
  equal '{"cut":false,"labels":2,"what":"origin"}' \
    "$(jq -c '.left_out[] | select(.what == "origin")' <<<"$output")"
}

# ---- where labels go ----

# on SERIALS FILE OPTION...: the next free cell of that sheet; what is said, in "err".
on() { sello --json --lang en print "$1" --to pdf -o "$2" --stock avery-l7163 "${@:3}" 2>err | jq -r .next_cell; }

# begins FILE: row and column of the first label on a sheet of avery-l7163.
begins() {
  pdftotext -f 1 -l 1 -bbox "$1" - | grep -E '>0[0-9A-Z]{5}-[0-9A-Z*~$=]<' | awk -F'"' '
    { x = $2 * 25.4 / 72; y = $4 * 25.4 / 72 }
    y > 15.15 { print int((y - 15.15) / 38.1) + 1 ":" int((x - 4.67) / 101.6) + 1 }' | sort | head -n 1
}

@test "the same labels to the same file have the same place, however often they are made" {
  sello issue C1 --count 27
  equal 2:2 "$(on 1-3 a.pdf)"
  equal 3:2 "$(on 4-5 b.pdf --start next)"
  sum=$(sha256sum <b.pdf)
  equal 3:2 "$(on 4-5 ./b.pdf --empezar siguiente)"
  equal 2:2 "$(begins b.pdf)"
  equal "$sum" "$(sha256sum <b.pdf)"
  equal 2:2 "$(on 1-3 "$PWD/a.pdf")"
  rm a.pdf
  equal 2:2 "$(on 1-3 a.pdf)"
  equal 4:1 "$(on 6 c.pdf --start next)"
  equal 3:2 "$(begins c.pdf)"
  equal 3:2 "$(on 4-5 b.pdf --start next)"
  equal 2:2 "$(begins b.pdf)"
  equal 4:2 "$(on 7 d.pdf --start next)"
  equal 4:1 "$(begins d.pdf)"
  sello check --all
}

@test "a fresh sheet after a jam does not forget the older one" {
  sello issue C1 --count 27
  equal 2:2 "$(on 1-3 a.pdf)"
  equal 3:2 "$(on 4-5 b.pdf --start next)"
  equal 2:1 "$(on 4-5 fresh.pdf --start 1:1)"
  on 6-7 c.pdf --proof >/dev/null
  contains "$(cat err)" "One of avery-l7163 is free from row and column 2:1 on, after label 000005-5"
  contains "$(cat err)" "Another sheet of avery-l7163 is free from row and column 3:2 on, after label 000005-5"
  equal 4:2 "$(on 6-7 c.pdf --start 3:2)"
  equal null "$(on 8-14 d.pdf --start next)"
  equal 4:2 "$(begins d.pdf)"
  equal 2:2 "$(on 20 e.pdf --start next)"
  equal 2:1 "$(begins e.pdf)"
}

@test "a part-used sheet that was thrown away is forgotten" {
  sello issue C1 --count 27
  run -1 sello --lang en stock forget avery-l7163
  contains "$output" "no sheet of avery-l7163 is remembered as used in part"
  on 1-3 a.pdf >/dev/null
  on 4 b.pdf --start 1:1 >/dev/null
  run -1 sello --lang en stock forget l7163
  contains "$output" "their last labels: 1:2 (000004-4), 2:2 (000003-3). Name one: sello stock forget avery-l7163 1:2"
  run -1 sello --lang en stock forget l7163 3:1
  contains "$output" "no sheet of avery-l7163 is free from row and column 3:1 on"
  equal '{"stock":"avery-l7163","forgotten":["2:2"],"dry_run":true}' "$(sello --json stock forget l7163 2:2 --dry-run)"
  run -0 sello --lang es hoja olvidar l7163 2:2
  contains "$output" "Olvidada: una hoja de avery-l7163"
  contains "$(sello --lang en history)" "A part-used sheet of avery-l7163 was forgotten."
  on 5 c.pdf >/dev/null
  contains "$(cat err)" "One of avery-l7163 is free from row and column 1:2 on, after label 000004-4"
  contains "$(cat err)" "If it is gone: sello stock forget avery-l7163"
  sello stock forget avery-l7163 --all
  equal 1:2 "$(on 6 d.pdf --start next)"
  equal 1:1 "$(begins d.pdf)"
  sello check --all
}

@test "on a terminal the same labels are offered the place that they had" {
  sello issue C1 --count 27
  on 1-3 a.pdf >/dev/null
  on 4-5 b.pdf --start next >/dev/null
  (sleep 1 && echo yes && sleep 1) |
    script -qec "stty cols 1000; $SELLO --lang en print 4-5 --to pdf -o b.pdf --stock avery-l7163" screen >/dev/null
  contains "$(<screen)" "These labels were printed to this file before"
  equal 2:2 "$(begins b.pdf)"
  (sleep 1 && echo yes && sleep 1) |
    script -qec "stty cols 1000; $SELLO --lang en print 1-3 --to pdf -o a.pdf --stock avery-l7163" screen >/dev/null
  contains "$(<screen)" "A sheet of avery-l7163 is free from row and column 3:2 on, after label 000005-5. Begin there?"
}

@test "files of sheets that are gone on with keep their place on the first" {
  sello issue C1 --count 60
  on 1-3 a.pdf >/dev/null
  equal 4:1 "$(on 4-34 b.pdf --start next --pages-per-file 1)"
  rm b-002.pdf
  equal 4:1 "$(on 4-34 b.pdf --start next --pages-per-file 1 --resume)"
  equal "2:2 1:1" "$(begins b-001.pdf) $(begins b-002.pdf)"
}
