#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The certifier's list: what a trust file tells everybody of the certificates, and what verifiers
# take from it for a label that leaves it out.

load common

setup_file() {
  make_template
  sello issue C1 --count 1 --lean >/dev/null 2>&1 # serial 4
  sello trust export -o trust.sello >/dev/null
}

setup() { start_test; }

# from_list SERIAL [FILTER]: what is told of its label from the list.
from_list() {
  sello_verify --trust trust.sello --json "$(label_text "$1")" | jq -c ".from_list${2:-}"
}

export_trust() { sello trust export -o trust.sello "$@" >/dev/null; }

# list [FILE]: the rows of the list, by the reference.
list() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - "${1:-trust.sello}" <<'PYTHON'
import json, sys
from sello_ref import trust
for row in trust.open_trust(open(sys.argv[1], "rb").read()).bundle.certificates:
    print(json.dumps(list(row), ensure_ascii=False, separators=(",", ":")))
PYTHON
}

@test "what a lean label leaves out is told, as from the list of its date" {
  run -0 sello_verify --trust trust.sello "$(label_text 4)"
  contains "$output" "From the certifier's list of $(date -u +%F), not from the label:"
  contains "$output" "    Product:      Rebozo de bolita"
  contains "$output" "    Producer:     Taller Hernández"
  contains "$output" "    Certificate:  in force"
  equal '"Rebozo de bolita"' "$(from_list 4 .product)"
  equal '"Taller Hernández"' "$(from_list 4 .producer)"
  equal '"Santa María del Río"' "$(from_list 4 .origin)"
  equal '"granted"' "$(from_list 4 .state)"
  equal null "$(sello_verify --trust trust.sello --json "$(label_text 4)" | jq .product)" "not the label's"
}

@test "what the label says itself is not told from the list" {
  run -0 sello_verify --trust trust.sello "$(label_text 1)"
  equal 1 "$(grep -c "Rebozo de bolita" <<<"$output")"
  equal '["date","state"]' "$(from_list 1 '|keys')"
}
