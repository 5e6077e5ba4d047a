#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A certificate as a page for the wall.

load common

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier "Consejo de Ñandú"
  make_certificate
} >/dev/null

setup() { start_test; }

pdf_words() { pdftotext -layout "$1" - | tr -s ' \n\f' '   '; }

# refused STATUS WORDS COMMAND...: exits so with these words, and writes no page.
refused() {
  local status=$1 words=$2
  shift 2
  run "-$status" sello certificate print "$@"
  contains "$output" "$words"
  [ ! -e no.pdf ]
}

# inside FILE: no word of it lies over another one, or over the border (60 points wide).
inside() {
  pdftotext -bbox "$1" - | /usr/bin/python3 -B -c '
import re, sys
page = sys.stdin.read()
width, height = map(float, re.search(r"<page width=\"([\d.]+)\" height=\"([\d.]+)\"", page).groups())
boxes = [tuple(map(float, m.groups()[:4])) + (m.group(5),) for m in re.finditer(
    r"<word xMin=\"([\d.-]+)\" yMin=\"([\d.-]+)\" xMax=\"([\d.-]+)\" yMax=\"([\d.-]+)\">(.*?)</word>", page)]
assert len(boxes) > 10, len(boxes)
for x0, y0, x1, y1, word in boxes:
    assert x0 > 60 and x1 < width - 60 and y0 > 60 and y1 < height - 60, ("border", word)
for i, a in enumerate(boxes):
    for b in boxes[i + 1:]:
        wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        least = min(a[3] - a[1], b[3] - b[1])  # boxes are as high as the font, far more than its letters
        assert not (wide > 1 and high > 0.45 * least), (a, b)
'
}

@test "a page for the wall, with all that it should say" {
  run -0 sello certificate print C1 --to pdf -o uno.pdf
  words=$(pdf_words uno.pdf)
  for part in "Consejo de Ñandú" "Certificado" "Hace constar que" "Rebozo de bolita" \
    "hecho por" "Taller Hernández" "de Santa María del Río" "cumple las reglas de" \
    "Rebozo de Santa María" "Vigente desde el" "Núm. C1" "Lugar y fecha:" "Por el certificador: nombre, cargo y firma" \
    "Por el productor: nombre y firma" "Lo que hoy se publica" "https://sello.example/v/" "$(sello --json status | jq -r .fingerprint)" \
    "Raíz 2: $(sello --json status | jq -r .root_hash)"; do
    contains "$words" "$part"
  done
  lacks "$words" "Certificate"
  contains "$(pdfinfo uno.pdf)" "792 x 612"
  equal 1 "$(pdfinfo uno.pdf | sed -n 's/^Pages: *//p')"
  equal "yes" "$(pdffonts uno.pdf | tail -n +3 | awk '{print $(NF-4)}' | sort -u)" "fonts embedded"
  inside uno.pdf
  run -0 sello certificate print C1 --to pdf -o dos.pdf
  cmp uno.pdf dos.pdf
}

@test "dates, in words, from the first day to the last" {
  sello certificate renew C1 --until 2031-01-31 >/dev/null
  run -0 sello certificate print C1 --to pdf -o uno.pdf --words both --paper a4
  words=$(pdf_words uno.pdf)
  contains "$words" "al 31 de enero de 2031."
  contains "$words" "to 31 January 2031."
  contains "$words" "Certificate"
  contains "$words" "Santa María shawl"
  contains "$(pdfinfo uno.pdf)" "841.89 x 595.276"
  inside uno.pdf
  run -0 sello --json certificate print C1 --to pdf -o uno.pdf --words en
  equal '{"certificate":"C1","file":"uno.pdf","code":"https://sello.example/v/#/taller/1","listed":false}' "$output"
  words=$(pdf_words uno.pdf)
  contains "$words" "This is to certify that"
  lacks "$words" "Hace constar"
}

@test "the longest names, and every orthography, are whole and overlap nothing" {
  local wide=WWWWWWWW
  wide=$wide$wide$wide$wide$wide$wide$wide$wide
  sello producer add --name "$wide" --origin "$wide" --state "$wide" >/dev/null
  sello product add --name "${wide//W/M}" >/dev/null
  sello product add --name "Huipil Kꞌoꞌox m̃a̱nāt, Ljaaʼ tejido en telar de cintura" >/dev/null
  grant_certificate --product P2 --producer R2 --scheme S1
  grant_certificate --product P3 --producer R2 --scheme S1
  for paper in letter a4; do
    sello certificate print C2 --to pdf -o largo.pdf --words both --paper $paper
    inside largo.pdf
    # The producer's stands under a line to sign on too.
    equal "$((64 * 4))" "$(pdftotext largo.pdf - | sed 's/What//' | tr -cd W | wc -c)"
    equal "64" "$(pdftotext largo.pdf - | tr -d '\n' | grep -o 'MM*M' | tr -d '\n' | wc -c)"
  done
  sello certificate print C3 --to pdf -o letras.pdf
  contains "$(pdf_words letras.pdf)" "Kꞌoꞌox"
  contains "$(pdf_words letras.pdf)" "Ljaaʼ"
  lacks "$(pdf_words letras.pdf)" "�"
  inside letras.pdf
}

@test "the certifier's mark stands above, where one is kept" {
  sello certificate print C1 --to pdf -o sin.pdf
  equal 0 "$(pdfimages -list sin.pdf | tail -n +3 | wc -l)"
  convert_picture -size 300x200 xc:white -fill "#0a5a8a" -draw "circle 150,100 150,10" marca.png
  sello mark set marca.png >/dev/null
  run -0 sello certificate print C1 --to pdf -o con.pdf --words both
  equal 1 "$(pdfimages -list con.pdf | tail -n +3 | wc -l)"
  inside con.pdf
  # Its middle is blue, and lies in the upper quarter of the page.
  pdftoppm -r 72 -png -singlefile con.pdf con
  convert_picture con.png -crop 1x1+396+105 -depth 8 txt:- | grep -E '#0[9A]5[9A]8[9A]'
}

@test "its code leads to where the page tells of it, and there is none where the list is not published" {
  run -0 sello certificate print C1 --to pdf -o uno.pdf
  contains "$output" "where C1 stands from the next time on that you publish"
  pdftoppm -r 150 -png -singlefile uno.pdf uno
  equal "https://sello.example/v/#/taller/1" "$(sello_verify --text uno.png)"
  sello publish pagina >/dev/null 2>&1 || sello trust export -o trust.sello >/dev/null
  run -0 sello certificate print C1 --to pdf -o uno.pdf
  lacks "$output" "from the next time"
  equal "true" "$(sello --json certificate print C1 --to pdf -o uno.pdf | jq .listed)"
  sello trust export --no-directory -o trust.sello >/dev/null
  run -0 sello certificate print C1 --to pdf -o dos.pdf
  contains "$output" "It has no code"
  pdftoppm -r 150 -png -singlefile dos.pdf dos
  run ! sello_verify --text dos.png
  equal "null false" "$(sello --json certificate print C1 --to pdf -o dos.pdf | jq -r '"\(.code) \(.listed)"')"
}

@test "only what is granted and runs is printed" {
  sello certificate apply --product P1 --producer R1 --scheme S1 >/dev/null
  refused 1 "not granted yet" C2 --to pdf -o no.pdf
  sello certificate suspend C1 --reason "taller en obra" >/dev/null
  refused 1 "it is suspended. Resume it first" C1 --to pdf -o no.pdf
  sello certificate resume C1 >/dev/null
  sello certificate inspect C2 --result pass >/dev/null
  sello certificate grant C2 --from 2020-01-01 --until 2020-12-31 >/dev/null
  refused 1 "it expired on 31 Dec 2020. Renew it first" C2 --to pdf -o no.pdf
  sello certificate withdraw C1 --reason producer-request --yes >/dev/null 2>&1
  refused 1 "it is withdrawn, for ever" C1 --to pdf -o no.pdf
  refused 1 "no such record" C9 --to pdf -o no.pdf
  refused 2 "'P1' is a product" P1 --to pdf -o no.pdf
  refused 2 "--to takes pdf" C1 --to png -o no.pdf
  refused 2 "--to" C1 -o no.pdf
  refused 2 "--words takes" C1 --to pdf -o no.pdf --words nah
}

@test "a dry run tells where it would be written, and writes nothing" {
  sello certificate print C1 --to pdf -o dry.pdf --dry-run | grep -q "would be written to dry.pdf"
  equal "true C1" "$(sello --json certificate print C1 --to pdf -o dry.pdf --dry-run | jq -r '"\(.dry_run) \(.certificate)"')"
  [ ! -e dry.pdf ]
}
