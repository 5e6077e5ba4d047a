#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The buyer's page as a folder: what is in it, what it never replaces, and that it is never half.

load common

setup_file() {
  make_template
  make_page page
}

setup() {
  start_test
  export SELLO_PAGE=$PWD/page
}

# make_page FOLDER: as a built page is laid out, with the places that publish fills in.
make_page() {
  mkdir -p "$1/icons" "$1/assets" "$1/scanner"
  echo '<!doctype html><html lang="es"><head><title>Sello</title>
<meta name="application-name" content="Sello"><meta name="description" content="Sello">
</head><body><script type="module" src="./assets/page-abc.js"></script></body></html>' \
    >"$1/index.html"
  printf '{"name":"Sello","short_name":"Sello","start_url":"./","description":"Sello"}' \
    >"$1/manifest.webmanifest"
  echo 'precache([{url:"index.html",revision:"sello-publish-revision"}]);' >"$1/sw.js"
  for icon in icon-192 icon-512 maskable-512 apple-touch-icon; do
    echo "of the build" >"$1/icons/$icon.png"
  done
  echo 'console.log("Sello");' >"$1/assets/page-abc.js"
  head -c 300000 /dev/zero >"$1/scanner/reader.wasm"
}

publish() { sello publish sitio "$@"; }

# whole [FOLDER]: every file is the one that its list says, and none is missing or more.
whole() {
  local folder=${1:-sitio}
  (cd "$folder" && sha256sum --check --strict --quiet files.sha256) &&
    equal "$(cut -c 67- "$folder/files.sha256")" \
      "$(cd "$folder" && find . -type f ! -name files.sha256 | cut -c 3- | LC_ALL=C sort)"
}

version() { sello --json publish sitio | jq .bundle_version; }

@test "the photos of issued labels are there, and no others" {
  convert_picture -size 300x200 gradient:red-blue red.png
  id=$(sello --json issue C1 --photo red.png 2>/dev/null | jq -r '.photos[0].photo')
  equal 1 "$(publish --dry-run --json | jq .photos)"
  publish >/dev/null
  whole
  equal "$id.webp" "$(ls sitio/photos)"
  equal "$id" "$(sha256sum "sitio/photos/$id.webp" | cut -c 1-32)"
}

@test "the page, the trust file and the status lists, each at its address" {
  run -0 --separate-stderr publish
  contains "$output" "/sitio: the page in 18 files"
  contains "$stderr" "https://sello.example/v/trust.sello"
  whole
  cmp page/assets/page-abc.js sitio/assets/page-abc.js
  cmp page/scanner/reader.wasm sitio/scanner/reader.wasm
  equal authentic "$(sello_verify --trust sitio/trust.sello --json "$(label_text 2)" | jq -r .verdict)"
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - <<'PYTHON'
from sello_ref import trust
opened = trust.open_trust(open("sitio/trust.sello", "rb").read())
token = open("sitio/status/0.cwt", "rb").read()
assert token in open("sitio/trust.sello", "rb").read() and token[0] == 0xd2, token[:4]
PYTHON
}

@test "a dry run tells what would be published, asks for no passphrase, and makes nothing" {
  sello withdraw 2 --reason stolen
  run -0 --separate-stderr "$SELLO" --no-input --json publish sitio --dry-run
  equal true "$(jq .dry_run <<<"$output")"
  planned=$(jq -c 'del(.dry_run, .seen, .bundle_date)' <<<"$output")
  [ ! -e sitio ]
  run -0 publish --dry-run
  contains "$output" "Nothing is changed by this"
  [ ! -e sitio ]
  equal "$planned" "$(sello --json publish sitio | jq -c 'del(.bundle_date)')"
  cp -r sitio before
  sello withdraw 1 --reason stolen
  equal true "$(sello --json publish sitio --dry-run | jq .new_bundle)"
  echo "mis notas" >sitio/notas.txt
  run -1 publish --dry-run
  contains "$output" "notas.txt"
  run -0 publish --dry-run --force
  contains "$output" "sitio.before"
  rm sitio/notas.txt
  diff -r before sitio
}

@test "the certifier's name and icons stand where the build says Sello" {
  publish
  contains "$(cat sitio/index.html)" "<title>Consejo Artesanal de Prueba</title>"
  contains "$(cat sitio/index.html)" 'application-name" content="Consejo Artesanal de Prueba"'
  contains "$(cat sitio/index.html)" 'description" content="Sello"'
  equal "Consejo Artesanal de Prueba" "$(jq -r .name sitio/manifest.webmanifest)"
  equal "Consejo Artesanal de Prueba" "$(jq -r .short_name sitio/manifest.webmanifest)"
  lacks "$(cat sitio/sw.js)" sello-publish-revision
  for icon in icon-192:192 icon-512:512 maskable-512:512 apple-touch-icon:180; do
    contains "$(file_size "sitio/icons/${icon%:*}.png")" "${icon#*:} x ${icon#*:}"
  done
}

# file_size PNG: "192 x 192", from its header (ISO/IEC 15948, section 11.2.2).
file_size() {
  /usr/bin/python3 -c "
import struct, sys
head = open(sys.argv[1], 'rb').read(24)
assert head[:8] == b'\x89PNG\r\n\x1a\n'
print('%d x %d' % struct.unpack('>II', head[16:24]))" "$1"
}

@test "the mark is the icon" {
  publish
  cp sitio/icons/icon-192.png seal.png
  echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"
    fill="#00aa66"/></svg>' >registro/mark.svg
  publish
  for icon in icon-192 maskable-512; do
    colour=$(convert_picture "sitio/icons/$icon.png" -gravity center -crop 1x1+0+0 +repage txt:-)
    contains "$colour" "#00AA66"
  done
  run -1 cmp sitio/icons/icon-192.png seal.png
}

@test "the page that was built has every place that is filled in" {
  built=$SELLO_BUILD_DIR/verify/web/page
  [ -d "$built" ] || skip "the page was not built"
  sello publish sitio --page "$built"
  whole
  equal 3 "$(grep -o 'Consejo Artesanal de Prueba' sitio/index.html | wc -l)"
  equal "Consejo Artesanal de Prueba" "$(jq -r .name sitio/manifest.webmanifest)"
  lacks "$(cat sitio/sw.js)" sello-publish-revision
  for icon in $(jq -r '.icons[].src' sitio/manifest.webmanifest) icons/apple-touch-icon.png; do
    run -1 cmp "$built/$icon" "sitio/$icon"
  done
  lacks "$(cat sitio/index.html)" 'href="/'
  lacks "$(cat sitio/index.html)" 'src="/'
}

@test "the worker's revision changes with what was filled in, and only then" {
  publish
  cp sitio/sw.js before.js
  publish
  cmp sitio/sw.js before.js
  sed -i 's/lang="es"/lang="en"/' page/index.html
  publish
  run -1 cmp sitio/sw.js before.js
}

@test "a name that is made of HTML and JSON is shown as text" {
  rm -rf registro state
  make_certifier 'A"></title><script>alert(1)</script>\u0022&amp;'
  sello publish sitio --page page
  lacks "$(cat sitio/index.html)" "<script>alert"
  contains "$(cat sitio/index.html)" '&quot;&gt;&lt;/title&gt;&lt;script&gt;alert(1)'
  contains "$(cat sitio/index.html)" '\u0022&amp;amp;</title>'
  equal 'A"></title><script>alert(1)</script>\u0022&amp;' "$(jq -r .name sitio/manifest.webmanifest)"
  equal 4 "$(jq length sitio/manifest.webmanifest)"
}

@test "the newest trust data is repeated until something changes" {
  first=$(version)
  cp sitio/trust.sello first.sello
  run -0 --separate-stderr publish
  contains "$stderr" "so it was repeated"
  cmp sitio/trust.sello first.sello
  sello withdraw 2 --reason stolen
  equal $((first + 1)) "$(version)"
  equal withdrawn "$(sello_verify --trust sitio/trust.sello --json "$(label_text 2)" | jq -r .verdict)"
  /usr/bin/python3 - <<'PYTHON'
import xml.etree.ElementTree as tree
atom = "{http://www.w3.org/2005/Atom}"
feed = tree.parse("sitio/withdrawals.atom").getroot()
assert feed.find(atom + "title").text == "Retiros · withdrawals: Consejo Artesanal de Prueba", tree.tostring(feed)
entries = [(e.find(atom + "title").text, e.find(atom + "id").text) for e in feed.iter(atom + "entry")]
assert [title for title, _ in entries] == ["000002-2: retirada · withdrawn"], entries
assert entries[0][1].startswith("https://sello.example/v/#withdrawals-2-1-"), entries
PYTHON
  equal $((first + 1)) "$(version)"
  issue_typical 1
  equal $((first + 2)) "$(version)"
  sello scheme add --code 2 --name "Otro"
  equal $((first + 3)) "$(version)"
  equal $((first + 3)) "$(version)"
}

@test "what trust export has made last is published as it is, but never a notice alone" {
  sello trust export -o otro.sello
  publish
  cmp sitio/trust.sello otro.sello
  sello trust export --status-only -o aviso.sello
  equal true "$(sello --json publish sitio | jq .new_bundle)"
  equal authentic "$(sello_verify --trust sitio/trust.sello --json "$(label_text 2)" | jq -r .verdict)"
}

@test "other days are new trust data, and stay until others are asked for" {
  equal false "$(sello --json publish sitio | jq .new_bundle)"
  equal true "$(sello --json publish sitio --fresh-days 7 | jq .new_bundle)"
  equal false "$(sello --json publish sitio | jq .new_bundle)"
  equal false "$(sello --json publish sitio --fresh-days 7 | jq .new_bundle)"
  run -1 publish --fresh-days 300 --max-age-days 20
  contains "$output" "--max-age-days 20 is less than the 300 days"
  whole
}

@test "an older registry does not replace what a newer one has published" {
  sello backup respaldo.tar
  sello withdraw 2 --reason stolen
  publish
  cp sitio/trust.sello newest.sello
  rm -rf registro/registry.db state registro/marks
  database_of respaldo.tar >registro/registry.db
  run -1 publish
  contains "$output" "the file's bundle is older than the one already stored"
  contains "$output" "sello restore --help"
  cmp sitio/trust.sello newest.sello
  run -1 sello publish vacio
  contains "$output" "nobody has said what was issued after this backup"
  [ ! -e vacio ]
  sello restore --reconcile --nothing-since
  run -1 publish
  contains "$output" "the file's bundle is older than the one already stored"
  whole
}

@test "two bundles of one version: what is published stays" {
  publish
  cp -a registro otro
  cp -a state otro-state
  sello withdraw 1 --reason stolen
  publish
  cp sitio/trust.sello newest.sello
  export SELLO_REGISTRY=$PWD/otro XDG_STATE_HOME=$PWD/otro-state
  sello withdraw 3 --reason stolen
  sello trust export -o otro.sello
  run -1 publish
  contains "$output" "another copy of this registry"
  cmp sitio/trust.sello newest.sello
}

@test "two copies of a registry that both went on: neither takes the other's place, whatever its number" {
  sello withdraw 1 --reason stolen
  publish
  cp -a registro otro
  cp -a state otro-state
  issue_typical 2
  publish
  cp sitio/trust.sello ours.sello
  export SELLO_REGISTRY=$PWD/otro XDG_STATE_HOME=$PWD/otro-state
  # Number 4 here, over number 3 there, which this copy has signed too, with other labels in it.
  sello issue C1 --count 1 --lot otro
  sello trust export -o three.sello
  sello trust export -o four.sello
  run -1 publish
  contains "$output" "number 3 of another copy of this registry"
  run -1 sello restore --reconcile --trust ours.sello
  contains "$output" "ours.sello was signed by another copy of this registry"
  # And where the other copy is ahead.
  export SELLO_REGISTRY=$PWD/registro XDG_STATE_HOME=$PWD/state
  run -1 sello restore --reconcile --trust four.sello
  contains "$output" "four.sello was signed by another copy of this registry"
  cmp sitio/trust.sello ours.sello
  sello check --all
  equal 6 "$(sello --json issue C1 --count 1 | jq .first_serial)"
}

@test "another certifier's page stays, forced or not" {
  publish
  cp sitio/trust.sello before.sello
  export SELLO_REGISTRY=$PWD/otro
  make_certifier "Otra Cooperativa"
  for force in "" --force; do
    run -1 publish $force
    contains "$output" "has the page of another certifier"
  done
  cmp sitio/trust.sello before.sello
}

@test "files of others stay where they are; forced, they are kept beside" {
  publish
  echo "mis notas" >sitio/notas.txt
  run -1 publish
  contains "$output" "notas.txt"
  contains "$output" "--force"
  equal "mis notas" "$(cat sitio/notas.txt)"
  run -0 publish --force
  contains "$output" "sitio.before"
  equal "mis notas" "$(cat sitio.before/notas.txt)"
  whole
  echo "más" >sitio/notas.txt
  publish --force
  equal "más" "$(cat sitio.before-2/notas.txt)"
}

@test "a folder that was not made by publish, a file, a link and the registry are not replaced" {
  mkdir sitio
  echo x >sitio/index.html
  run -1 publish
  contains "$output" "Not of this page: index.html"
  echo x >archivo
  run -1 sello publish archivo
  contains "$output" "archivo could not be written"
  ln -s nada enlace
  run -1 sello publish enlace
  equal nada "$(readlink enlace)"
  for folder in registro . page; do
    run -1 sello publish "$folder" --force
    contains "$output" "is not replaced"
  done
  sello check --all
  run -1 sello publish no/such/folder
  contains "$output" "no/such/folder could not be written"
}

@test "an empty folder, a link to a folder and a path with slashes" {
  mkdir sitio
  sello publish ./sitio//
  whole
  mkdir -p otro/lugar
  ln -s otro/lugar enlace
  sello publish enlace
  whole otro/lugar
  equal otro/lugar "$(readlink enlace)"
}

@test "without a built page it says where one comes from, and makes nothing" {
  unset SELLO_PAGE
  run -1 publish --page nowhere
  contains "$output" "The page is not in nowhere"
  contains "$output" "script/setup"
  [ ! -e sitio ]
  rm page/index.html
  run -1 publish --page page
  echo "<title>Another page</title>" >page/index.html
  run -1 publish --page page
  contains "$output" "is not the page of this version"
  [ ! -e sitio ]
  equal "" "$(find . -maxdepth 1 -name '.*.sello-*')"
}

@test "a link in the built page is not followed" {
  ln -s /etc/passwd page/assets/passwd
  run -1 publish
  contains "$output" "is a link or a device"
  [ ! -e sitio ]
}

@test "killed at any moment the page is whole, the old or the new, and the next one tidies up" {
  publish
  for delay in 0.1 0.2 0.35 0.5 0.8; do
    sello suspend 1-3 --reason lost >/dev/null
    # Not by the function: the shell that runs it would be killed, and the tool go on.
    "$SELLO" --no-input --passphrase-file "$PASSPHRASE" publish sitio >/dev/null 2>&1 &
    sleep "$delay"
    kill -KILL $! 2>/dev/null || true
    wait $! || true
    whole
    sello resume 1-3 >/dev/null
  done
  publish
  whole
  equal "" "$(find . -maxdepth 1 -name '.*.sello-*')"
}

# publish_traced INJECTION...: publishes with system calls that fail, as strace has it.
publish_traced() {
  local inject=()
  for each; do inject+=(-e "inject=$each"); done
  traced "${inject[@]}" "$SELLO" --no-input --passphrase-file "$PASSPHRASE" publish sitio
}

@test "where two folders cannot be exchanged, the old one steps aside" {
  need_strace
  publish
  sello withdraw 1 --reason stolen
  run -0 publish_traced renameat2:error=EINVAL
  whole
  equal withdrawn "$(sello_verify --trust sitio/trust.sello --json "$(label_text 1)" | jq -r .verdict)"
  equal "" "$(find . -maxdepth 1 -name '.*.sello-*')"
}

@test "killed while the old one has stepped aside: the next one begins from it" {
  need_strace
  publish
  cp sitio/trust.sello before.sello
  sello withdraw 1 --reason stolen
  run -137 publish_traced renameat2:error=EINVAL "rename:error=EIO:signal=KILL:when=2+"
  [ ! -e sitio ]
  cmp .sitio.sello-old/trust.sello before.sello
  publish
  whole
  equal "" "$(find . -maxdepth 1 -name '.*.sello-*')"
}

@test "a full disk leaves what is there" {
  need_strace
  publish
  cp sitio/trust.sello before.sello
  sello withdraw 1 --reason stolen
  run -1 publish_traced write:error=ENOSPC:when=10+
  cmp sitio/trust.sello before.sello
  whole
  equal "" "$(find . -maxdepth 1 -name '.*.sello-*')"
}

@test "one that another one keeps waiting says so in the end, and who it is" {
  need_strace
  flock . sleep 30 3>&- &
  sleep 0.2
  run -1 no_pauses "$SELLO" --no-input --lang en --passphrase-file "$PASSPHRASE" publish sitio
  contains "$output" "Another program publishes into $PWD: flock, process $!. Wait until"
  [ ! -e sitio ]
  pkill -P $!
  wait $! || true
}

@test "two at a time: each is whole" {
  publish >/dev/null 2>&1 &
  publish >/dev/null 2>&1 &
  wait
  whole
  equal "" "$(find . -maxdepth 1 -name '.*.sello-*')"
}
