#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Read by code that is not ours, and reading what code that is not ours has made.

load common

setup_file() {
  make_template
  sello issue C1 --count 1 --lean
  sello issue C1 --count 1 --expires 2099-12-31 --traits "grana cochinilla, ñandutí"
  sello print 1-5 --to png -o png
  sello print 1-5 --to svg -o svg
  sello trust export -o trust.sello
} >/dev/null

setup() { start_test; }

python() { PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 -B "$@"; }
check_labels() { python "$SOURCE_DIR/tests/python/check_labels.py" --trust trust.sello "$@"; }

# decoded_by PROGRAM...: what it reads of each PNG; its claims and signature are then checked.
decoded_by() {
  for i in {1..5}; do
    "$@" "png/00000$i.png"
  done >texts
  equal "$(for i in {1..5}; do label_text "$i"; done)" "$(cat texts)" "$1"
  check_labels --url https://sello.example/v/ - <texts >answers
  equal "5 true" "$(jq -s '"\(length) \(map(.ok and .signature and .in_time) | all)"' -r answers)"
}

# QR codes alone: some symbols hold, by chance, what passes for a short bar code of another kind.
zxing() { ZXingReader -format QRCode "$1" | sed -n 's/^Text: *"\(.*\)"$/\1/p'; }
zbar() { zbarimg -q --raw -Sdisable -Sqrcode.enable "$1" 2>/dev/null; }

@test "zbar reads our symbols, and Python their claims and signatures" { decoded_by zbar; }
@test "zxing reads our symbols, and Python their claims and signatures" { decoded_by zxing; }

@test "a browser's decoder reads our symbols, and Python their claims and signatures" {
  need_browser_decoder
  decoded_by node "$SOURCE_DIR/tests/web/decode.mjs"
}

@test "the SVG drawn by another program is the same label" {
  command -v rsvg-convert >/dev/null || skip "rsvg-convert is not here"
  rsvg-convert --zoom 3 -b white -o svg.png svg/000004.svg
  equal "$(label_text 4)" "$(zbar svg.png)"
}

@test "the claims that Python reads are those of the record" {
  claims() { check_labels "$(label_text "$1")" | jq -c '.claims["-65537"]'; }
  equal '1|Rebozo de bolita|Taller Hernández|Santa María del Río|1|2026-11|1|20758' \
    "$(claims 1 | jq -r '[."0",."1",."2",."3",."4",."5",."6",."8"] | join("|")')"
  equal '"seda roja, punta calada"' "$(claims 1 | jq '."7"')"
  equal '{"0":4,"4":1,"6":1}' "$(claims 4)"
  equal '"grana cochinilla, ñandutí"' "$(claims 5 | jq '."7"')"
  # The end of 2099-12-31 anywhere on Earth.
  equal "$((($(date -u -d 2099-12-31 +%s) / 86400 + 1) * 86400 + 43200))" \
    "$(check_labels "$(label_text 5)" | jq '.claims["4"]')"
  equal "000005-5" "$(check_labels "$(label_text 5)" | jq -r .serial_text)"
}

@test "Python alone refuses what was changed" {
  text=$(label_text 1)
  run -1 check_labels "${text%?????????}123456789"
  run -1 check_labels "${text}1"
  run -1 check_labels --url https://otro.example/ "$text"
}

@test "the trust file is read by Python alone, as the verifier reads it" {
  python - >python.json <<'PYTHON'
import json
from sello_ref import trust
t = trust.open_trust(open("trust.sello", "rb").read())
print(json.dumps({
    "certifier": t.root.name, "fingerprint": t.fingerprint.hex(), "url": t.root.base_url,
    "root_version": t.root.version, "threshold": t.root.threshold, "members": len(t.root.members),
    "bundle_version": t.bundle.version, "highest_serial": t.bundle.highest}))
PYTHON
  sello_verify trust add trust.sello --yes
  equal "$(jq -c . python.json)" \
    "$(sello_verify trust list --json | jq -c 'del(.alias, .contact, .bundle_date, .root_hash, .log_entries)')"
  cat >batches.py <<'PYTHON'
from sello_ref import trust
for b in trust.open_trust(open("trust.sello", "rb").read()).bundle.batches:
    print(b.first, b.count)
PYTHON
  equal "1 3,4 1,5 1" "$(python batches.py | paste -sd,)"
}

@test "a certifier made by Python alone is accepted, and every verdict agrees" {
  python "$SOURCE_DIR/tests/python/issue_alone.py" alone
  now=$(date -u -d "@$(jq .now alone/expected.json)" +%Y-%m-%dT%H:%M:%SZ)
  run --separate-stderr sello_verify --trust alone/trust.sello --json --now "$now" - \
    <alone/labels.txt
  equal "$(jq -c '.labels[] | [.verdict, .also]' alone/expected.json)" \
    "$(jq -c '[.verdict, .also]' <<<"$output")"
  equal "$(jq -r '.labels[0] | "\(.serial) \(.serial_text) \(.product)"' alone/expected.json)" \
    "$(jq -r '"\(.serial) \(.serial_text) \(.product)"' <<<"$output" | head -n 1)"
  equal "$(jq -r .fingerprint alone/expected.json)" "$(jq -r .fingerprint <<<"$output" | head -n 1)"
  sello_verify trust add alone/trust.sello --expect "$(jq -r .fingerprint alone/expected.json)"
}
