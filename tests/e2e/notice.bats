#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The status notice: from withdrawn labels to paper, and from a photograph into the trust store.

load common

setup_file() { make_template; }

setup() { start_test; }

trust() { sello_verify trust "$@"; }

# notice FILE [OPTION...]: the newest status as a page.
notice() {
  local file=$1
  shift
  sello trust export --status-only --to "${file##*.}" -o "$file" "$@" >/dev/null
}

# statuses TEXT-FILE: "2:1 7:3", what Python reads in the notice's text, by the roots of trust.sello.
statuses() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - "$1" <<'PYTHON'
import sys
from sello_ref import bundle, codes, trust
text = open(sys.argv[1]).read().strip()
root = trust.open_trust(open("trust.sello", "rb").read()).root
data = codes.from_digits(text.split("#")[-1])
notice = bundle.open_bundle(data, root)
assert notice.status_only
print(len(data), "bytes", file=sys.stderr)
serials = range(1, notice.highest + 1)
print(*(f"{s}:{notice.status(s)}" for s in serials if notice.status(s)))
PYTHON
}

# some_serials N: N of 10000, in order; another choice every time, by a seed that is told.
some_serials() {
  local seed=$RANDOM
  echo "seed $seed" >&2
  /usr/bin/python3 -c "
import random
random.seed($seed)
print(*sorted(random.sample(range(1, 10001), $1)), sep='\n')"
}

# photograph PAGE PICTURE: a page of 300 dpi as a phone sees it: smaller, turned, uneven, JPEG.
photograph() {
  convert_picture "$1" -resize 45% -background '#b5a58f' -rotate 4 -blur 0x0.6 \
    -brightness-contrast -8x-12 -quality 80 "$2"
}

@test "a withdrawal travels by paper: withdraw, print, photograph, update, verify" {
  trust add trust.sello --yes
  text=$(label_text 2)
  run -0 sello_verify "$text"
  sello withdraw 2 --reason stolen >/dev/null
  notice aviso.png
  photograph aviso.png foto.jpg
  trust update foto.jpg
  run -20 sello_verify "$text"
  run -0 sello_verify "$(label_text 1)"
}

@test "the page holds what an independent reader expects" {
  sello withdraw 2 --reason stolen >/dev/null
  sello retire 3 >/dev/null
  notice aviso.png
  sello_verify --text aviso.png >text
  contains "$(cat text)" "https://sello.example/v/#"
  equal "2:1 3:3" "$(statuses text)"
}

@test "10000 labels with 100 withdrawn one by one fit one symbol, behind a base URL of 60 bytes" {
  use_folder "$BATS_TEST_TMPDIR/large"
  make_certifier "Consejo Artesanal de Prueba" \
    https://consejo-de-las-artesanas-de-la-mixteca-a.example/vv/
  make_certificate
  issue_typical 10000
  mapfile -t serials < <(some_serials 100)
  sello withdraw "${serials[@]}" --reason lost >/dev/null
  sello trust export -o trust.sello >/dev/null
  notice aviso.png
  sello_verify --text aviso.png >text
  equal "$(printf '%s:1 ' "${serials[@]}" | sed 's/ $//')" "$(statuses text)"
  trust add trust.sello --yes
  photograph aviso.png foto.jpg
  trust update foto.jpg
}

@test "what does not fit is refused, with what to do instead" {
  issue_typical 10000
  mapfile -t serials < <(some_serials 1000)
  sello withdraw "${serials[@]}" --reason lost >/dev/null
  run -1 notice aviso.pdf
  contains "$output" "does not fit one symbol"
  contains "$output" "sello trust export -o trust.sello"
  [ ! -e aviso.pdf ]
  sello trust export -o trust.sello
}

@test "pdf, png and svg, on letter and a4, and the same bytes again" {
  notice uno.pdf
  for form in pdf png svg; do
    sello trust export --again --to $form -o uno.$form
    sello trust export --again --to $form -o dos.$form
    cmp uno.$form dos.$form
    sello trust export --again --to $form --paper a4 -o tres.$form
    run ! cmp -s uno.$form tres.$form
  done
  equal "2550x3300" "$(convert_picture uno.png -format %wx%h info:)"
  equal "2480x3508" "$(convert_picture tres.png -format %wx%h info:)"
  contains "$(head -c 5 uno.pdf)" "%PDF-"
}

@test "printed PDF scans, also at 150 dpi" {
  command -v pdftoppm >/dev/null || skip "pdftoppm is not here"
  notice aviso.pdf
  sello trust export --again --to png -o aviso.png >/dev/null
  sello_verify --text aviso.png >expected
  for dpi in 150 300; do
    pdftoppm -r $dpi -png -singlefile aviso.pdf page
    equal "$(cat expected)" "$(sello_verify --text page.png)"
  done
}

@test "its words are on the page, in Spanish and English, whatever the language of the command" {
  command -v pdftotext >/dev/null || skip "pdftotext is not here"
  notice aviso.pdf --lang es
  words=$(pdftotext -layout aviso.pdf - | tr -s ' \n' ' ')
  contains "$words" "Consejo Artesanal de Prueba"
  contains "$words" "Etiquetas retiradas y suspendidas al"
  contains "$words" "Labels withdrawn and suspended as of"
  contains "$words" "sello-verify trust update FOTO"
  contains "$words" "sello-verify trust update PHOTO"
  contains "$words" "$(sello_verify --trust trust.sello --json "$(label_text 1)" |
    jq -r .fingerprint | cut -c1-16 | sed 's/.\{4\}/& /g; s/ $//')"
  contains "$words" "Raíz / Root 2: $(sello --json status | jq -r .root_hash)"
}

@test "without the fonts it says what to install, and the data is kept" {
  echo '<?xml version="1.0"?><fontconfig><dir>/nonexistent</dir></fontconfig>' >fonts.conf
  FONTCONFIG_FILE=$PWD/fonts.conf run -1 notice aviso.pdf
  contains "$output" "fonts-dejavu-core"
  [ ! -e aviso.pdf ]
  sello trust export --again --to pdf -o aviso.pdf
}

@test "mistakes in its words make nothing" {
  for words in "--to pdf" "--to docx --status-only" "--paper a4" "--paper a5 --to pdf --status-only" \
    "--to pdf --no-batches"; do
    # shellcheck disable=SC2086 # several words
    run -2 sello trust export $words -o aviso.pdf
    [ ! -e aviso.pdf ]
  done
  run -1 sello trust export --again --to pdf -o aviso.pdf
  contains "$output" "--status-only instead of --again"
  [ ! -e aviso.pdf ]
}
