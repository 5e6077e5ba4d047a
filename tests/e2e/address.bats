#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Labels whose address names the item: a serial, or a GS1 Digital Link.

load common

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  sello init --name "Consejo Artesanal" --url https://sello.example/v/ --address gs1 2>said
  make_certificate
  sello product add --name "Faja" --gtin 7501000000012
  grant_certificate --product P2 --producer R1 --scheme S1
} >/dev/null

setup() { start_test; }

# links SERIALS: what stands before the digits of these labels.
links() { sello export labels "$1" --csv - --lang en | tail -n +2 | grep -o 'https://[^#]*'; }

@test "init and address say what it brings and costs, and set it for new batches" {
  contains "$(<said)" "is told which label is looked at"
  sello issue C2 --count 2 --lot L-7 2>/dev/null
  equal '"gs1"' "$(sello --json address | jq .address)"
  sello address serie --dry-run 2>/dev/null
  equal '"gs1"' "$(sello --json address | jq .address)"
  contains "$(sello address serial 2>&1)" "names its serial"
  sello issue C2 --count 1 2>/dev/null
  contains "$(sello enlace sencillo 2>&1)" "tells its host nothing"
  sello issue C2 --count 1 2>/dev/null
  run -2 sello address corto
  contains "$output" "plain, serial or gs1"
  equal "https://sello.example/v/01/07501000000012/10/L-7/21/1
https://sello.example/v/01/07501000000012/10/L-7/21/2
https://sello.example/v/?s=3
https://sello.example/v/" "$(links B1 && links B2 && links B3)"
  equal '"gs1" "serial" "plain"' "$(for b in B1 B2 B3; do sello --json batch show $b | jq .address; done | xargs printf '"%s" ' | sed 's/ $//')"
  contains "$(sello history)" "The address of new labels was set."
  contains "$(sello check --all)" "The registry is whole."
}

@test "a product without a GTIN has its serial in the address, and the clerk is told" {
  run -0 sello issue C1 --count 1
  contains "$output" "The labels say no GTIN"
  equal "https://sello.example/v/?s=1" "$(links B1)"
  run -0 sello issue C2 --count 1
  lacks "$output" "GTIN"
}

@test "a reprint has the address that its batch had, and reads back" {
  sello issue C2 --count 1 --lot 'A/1' 2>/dev/null
  sello print 1 --to png -o antes >/dev/null
  sello address plain 2>/dev/null
  sello print 1 --to png -o despues >/dev/null
  sello print 1 --to pdf --stock avery-5162 -o hoja.pdf >/dev/null
  cmp antes/000001.png despues/000001.png
  contains "$(sello_verify --text antes/000001.png)" "https://sello.example/v/01/07501000000012/10/A%2F1/21/1#"
}

@test "readers hold the address to the label, and say which of the two is wrong" {
  sello issue C2 --count 1 --lot L-7 2>/dev/null
  sello trust export -o trust.sello >/dev/null
  text=$(label_text 1)
  digits=${text#*#}
  equal authentic "$(verdict "$text")"
  for link in v/01/07501000000012/10/L-7/21/2 v/01/07501000000029/10/L-7/21/1 v/01/07501000000012/21/1 'v/?s=2'; do
    equal other-address "$(verdict "https://sello.example/$link#$digits")" "$link"
    contains "$(sello_verify --trust trust.sello "https://sello.example/$link#$digits")" "another item"
  done
  equal authentic "$(verdict "https://sello.example/v/?s=1#$digits")"
  equal authentic "$(verdict "https://sello.example/v/#$digits")"
  equal other-address "$(verdict "https://otro.example/v/01/07501000000012/10/L-7/21/1#$digits")"
}

# lots: a table of 100 lots with what GS1 allows and what it does not; each letter of either is in one at least.
lots() {
  /usr/bin/python3 -B - <<'PYTHON'
import csv, random, string, sys
random.seed(20)
gs1 = list("!\"%&'()*+,-./:;<=>?_" + string.ascii_letters + string.digits)
more = list(" #@[]{}|~^ñÑéü")
seen = {"".join(gs1[i : i + 20]) for i in range(0, len(gs1), 20)} | {"".join(more), ".", "..", ". .", "%2F", "a" * 21, "L 7", "=1", "1/2/3"}
while len(seen) < 100:
    text = "".join(random.sample(random.choice((gs1, gs1, gs1 + more)), random.randint(1, 22)))
    seen.add(text.strip() or "L")
out = csv.writer(sys.stdout)
out.writerow(["certificate", "count", "lot"])
out.writerows(["C2", 1, lot] for lot in sorted(seen))
PYTHON
}

@test "any lot makes an address that BWIPP's GS1 checks and the verifier accept" {
  need_browser_decoder
  lots >lots.csv
  sello issue --csv lots.csv --commit >/dev/null 2>&1
  sello export labels --csv all.csv --lang en
  grep -o 'https://[^#]*' all.csv >links
  equal 100 "$(wc -l <links)"
  /usr/bin/python3 -B - <<'PYTHON'
import csv, urllib.parse
rows, links = list(csv.DictReader(open("lots.csv"))), open("links").read().split()
allowed = set("!\"%&'()*+,-./:;<=>?_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
n = 0
for serial, (row, link) in enumerate(zip(rows, links), 1):
    parts = link.removeprefix("https://sello.example/v/").split("/")
    lot = row["lot"] if set(row["lot"]) <= allowed and len(row["lot"]) <= 20 and row["lot"] not in (".", "..") else None
    want = ["01", "07501000000012"] + (["10", lot] if lot else []) + ["21", str(serial)]
    assert [urllib.parse.unquote(part) for part in parts] == want, (row, link)
    n += lot is not None
assert 25 < n < 100, n
PYTHON
  sello trust export -o trust.sello >/dev/null
  grep -o 'https://[^,]*' all.csv | xargs -d '\n' "$SELLO_VERIFY" --trust trust.sello --json | jq -r .verdict | sort | uniq -c >verdicts
  equal "100 authentic" "$(xargs <verdicts)"
  # One program for both: none of ours is refused, and the one that is bent is.
  sed '1s|/01/07501000000012/|/01/07501000000013/|;1q' links >bent
  run -1 node "$SOURCE_DIR/tests/web/gs1_links.mjs" < <(cat links bent)
  equal 1 "${#lines[@]}" "$output"
  contains "$output" "Bad checksum"
}

@test "an address that was changed in the database by hand is found" {
  sello issue C2 --count 1 2>/dev/null
  /usr/bin/python3 -c 'import sqlite3; d = sqlite3.connect("registro/registry.db"); d.execute("UPDATE batch SET link = 1"); d.commit()'
  run ! sello check --all
  contains "$output" "A batch is not as its last event has it."
}

# ---- mirrors ----

make_page() {
  mkdir -p page
  echo '<!doctype html><html lang="es"><head><title>Sello</title></head><body></body></html>' >page/index.html
}

@test "a mirror's address is signed into the next root, and readers take it as the certifier's own" {
  make_page
  sello issue C2 --count 1 --lot L-7 2>/dev/null
  digits=$(label_text 1 | cut -d'#' -f2)
  sello publish sitio --page page >/dev/null 2>&1
  equal other-address "$(sello_verify --trust sitio/trust.sello --json "https://espejo.example/s/#$digits" | jq -r .verdict)"
  before=$(sello --json root show | jq .version)
  run -0 sello publish sitio --page page --also https://espejo.example/s --dry-run
  equal "$before" "$(sello --json root show | jq .version)"
  sello publicar sitio --pagina page --tambien https://espejo.example/s >/dev/null 2>&1
  equal "$((before + 1))" "$(sello --json root show | jq .version)"
  for link in https://sello.example/v/ https://espejo.example/s/ 'https://espejo.example/s/?s=1' \
    https://espejo.example/s/01/07501000000012/10/L-7/21/1; do
    equal authentic "$(sello_verify --trust sitio/trust.sello --json "$link#$digits" | jq -r .verdict)" "$link"
  done
  equal other-address "$(sello_verify --trust sitio/trust.sello --json "https://espejo.example/s/?s=2#$digits" | jq -r .verdict)"
  contains "$(<sitio/MIRROR.txt)" "https://espejo.example/s/"
  contains "$(<sitio/MIRROR.txt)" "sello publish --also"
  (cd sitio && sha256sum --check --strict --quiet files.sha256)
  run -1 sello publish sitio --page page --also https://espejo.example/s/
  contains "$output" "is the certifier's already"
  run -1 sello publish sitio --page page --also http://espejo.example/
  contains "$output" "cannot stand on labels"
  contains "$(sello check --all)" "The registry is whole."
}

@test "where the members sign, a mirror's address waits in a draft, and the page is published without it" {
  export SELLO_REGISTRY=$PWD/otro
  make_page
  sello init --name Otro --url https://otro.example/ --members 3 --threshold 2 >/dev/null 2>&1
  mkdir fuera && mv otro/keys/member-2.key otro/keys/member-3.key fuera
  run -0 sello publish sitio --page page --also https://espejo.example/
  contains "$output" ".draft"
  [ -f sitio/trust.sello ]
  lacks "$(<sitio/MIRROR.txt)" "espejo"
  contains "$(sello root show ./*.draft)" "https://espejo.example/"
}
