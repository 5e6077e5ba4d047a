#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A cooperative's first years, from its first label to a stall that was offline all along. Each
# folder is somebody's computer; what is copied between them is what people carry: files.

load common

# at WHOSE COMMAND...: on that computer.
at() (
  use_folder "$BATS_TEST_TMPDIR/$1"
  shift
  "$@"
)

# carry FILE FROM TO [NAME]: on a USB stick.
carry() {
  mkdir -p "$BATS_TEST_TMPDIR/$3"
  cp "$BATS_TEST_TMPDIR/$2/$1" "$BATS_TEST_TMPDIR/$3/${4:-$1}"
}

office() { at office "$@"; }
far() { at far "$@"; }
near() { at near "$@"; }

# ---- the members ----

# new_member NAME: a key made at home; prints the public key, which is all that leaves the house.
new_member() {
  at "$1" sello --json key new --role member --name "$1" -o "$1.key" 2>/dev/null | jq -r .public_key
}

hash_of() { office sello --json root show "$1" | jq -r .hash; }

# signs MEMBER DRAFT HASH: at home, if it follows what the member knows and has the hash that was
# said by telephone.
signs() {
  carry "$2" office "$1"
  carry trust.sello office "$1"
  at "$1" sello root approve "$2" --key "$1.key" --trust trust.sello --expect "$3"
  carry "$2" "$1" office "$1-$2"
} >/dev/null

# ceremony DRAFT MEMBER...: they sign; the office puts the root together and exports.
ceremony() {
  local draft=$1 hash member
  hash=$(hash_of "$draft")
  shift
  for member; do
    signs "$member" "$draft" "$hash"
  done
  office sello root assemble "${@/%/-$draft}" >/dev/null
  office sello trust export -o trust.sello >/dev/null
}

label_kid() {
  office sello --json key list | jq -r 'select(.role == "label" and .state == "active") | .kid'
}

# ---- labels and stalls ----

label() { office label_text "$1"; }

# says WHOSE SERIAL-OR-TEXT [OPTION...]: the verdict at that stall.
says() {
  local whose=$1 text=$2
  shift 2
  [[ $text == https:* ]] || text=$(label "$text")
  at "$whose" sello_verify --json "$@" "$text" | jq -r .verdict
}

expect() { equal "$1" "$(says "${@:2}")" "${*:2}"; }

# trusts WHOSE: once, by the fingerprint on the poster.
trusts() {
  carry trust.sello office "$1"
  at "$1" sello_verify trust add trust.sello --expect "$FINGERPRINT" >/dev/null
}

updates() {
  carry trust.sello office "$1"
  at "$1" sello_verify trust update trust.sello >/dev/null
}

forge() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 -B "$BATS_TEST_DIRNAME/forge_label.py" \
    "$BATS_TEST_TMPDIR/thief/stolen.key" "$BATS_TEST_TMPDIR/thief/passphrase" "$@"
}

# ---- the chapters ----

# One person, one laptop: labels 1 to 5, and two stalls that trust them.
a_person_starts() {
  office make_certifier
  office make_certificate
  office issue_typical 5
  office sello trust export -o trust.sello >/dev/null
  FINGERPRINT=$(office sello --json root show | jq -r .fingerprint)
  carry trust.sello office attic first.sello
  trusts near
  trusts far
  expect authentic near 1
  expect authentic far 1
}

# Ana, Luis and Rosa, of whom two must sign; the founder's two keys end.
a_committee_forms() {
  office sello root draft -o committee.draft --remove-member 1 --remove-member 2 --threshold 2 \
    --add-member "Ana=$(new_member ana)" --add-member "Luis=$(new_member luis)" \
    --add-member "Rosa=$(new_member rosa)" >/dev/null
  office sello root approve committee.draft --yes >/dev/null
  ceremony committee.draft ana luis rosa
  rm "$BATS_TEST_TMPDIR"/office/registro/keys/member-*.key
  updates near
  equal "2 of 3" "$(office sello --json root show | jq -r '"\(.threshold) of \(.members | length)"')"
}

# A year's rotation in one draft: the new key signs labels 6 to 10, the old one's stay good.
the_label_key_is_rotated() {
  local old
  old=$(label_kid)
  office sello key new --role label -o registro/keys/label-2.key >/dev/null 2>&1
  office sello root draft -o rotation.draft --add-key registro/keys/label-2.key \
    --stop "$(date -d '+400 days' +%F)" --retire "$old" >/dev/null
  office sello root approve rotation.draft --yes >/dev/null
  ceremony rotation.draft ana rosa
  office issue_typical 5
  office sello trust export -o trust.sello >/dev/null
  updates near
  expect authentic near 1
  expect authentic near 6
  expect stale near 1 --now "$NEXT_YEAR"
  expect stale near 6 --now "$NEXT_YEAR"
  equal "$(label_kid)" "$(near sello_verify --json "$(label 6)" | jq -r .kid)"
}

# The thief has the key file and its passphrase, and dates what he makes as he likes.
a_label_key_is_stolen() {
  carry registro/keys/label-2.key office thief stolen.key
  carry passphrase office thief
  FORGED=("$(forge "$(label 6)" 7 0)" "$(forge "$(label 6)" 7 300)" "$(forge "$(label 6)" 4000 1)"
    "$(forge "$(label 6)" 2 30)")
  expect not-issued near "${FORGED[0]}"
  office sello key new --role label -o registro/keys/label-3.key >/dev/null 2>&1
  office sello root draft -o theft.draft --compromised "$(label_kid)" \
    --add-key registro/keys/label-3.key >/dev/null
  office sello root approve theft.draft --yes >/dev/null
  ceremony theft.draft luis ana
  office issue_typical 2
  office sello trust export -o trust.sello >/dev/null
  updates near
  for text in "${FORGED[@]}"; do
    expect key-compromised near "$text"
    expect key-compromised near "$text" --now "$NEXT_YEAR"
  done
  for serial in 1 6 10 11; do
    expect authentic near $serial
  done
}

# The first lot is withdrawn; the news comes to the near stall on paper.
a_lot_is_withdrawn() {
  office sello withdraw B1 --reason stolen >/dev/null 2>&1
  office sello trust export --status-only --to png -o notice.png >/dev/null
  carry notice.png office near
  near sello_verify trust update notice.png >/dev/null
  expect withdrawn near 1
  expect withdrawn near 5
  expect authentic near 6
}

# Rosa leaves, and Eva takes her place; Rosa's key has no say any more.
a_member_is_replaced() {
  office sello root draft -o eva.draft --replace-member "3=$(new_member eva)" \
    --rename-member 3=Eva >/dev/null
  ceremony eva.draft ana luis eva
  office sello root draft -o contact.draft --contact "55 1234 5678" >/dev/null
  carry contact.draft office rosa
  run -1 at rosa sello root approve contact.draft --key rosa.key --yes
  contains "$output" "has no say"
  ceremony contact.draft eva luis
}

# Root 2 and its five labels are all that the far stall knows. One file tells it everything else.
the_far_stall_catches_up() {
  expect authentic far 1
  expect unknown-certifier far 6
  carry trust.sello office far
  run -0 far sello_verify trust update trust.sello
  equal "$(office sello --json root show | jq .version)" \
    "$(far sello_verify trust show "$FINGERPRINT" --json | jq .root_version)"
  expect withdrawn far 1
  expect authentic far 6
  expect authentic far 11
  for text in "${FORGED[@]}"; do
    expect key-compromised far "$text"
  done
  carry first.sello attic far
  run -1 far sello_verify trust update first.sello
  contains "$output" "older"
  expect withdrawn far 1
}

@test "a cooperative's first years" {
  NEXT_YEAR=$(date -u -d '+200 days' +%FT%TZ)
  a_person_starts
  a_committee_forms
  the_label_key_is_rotated
  a_label_key_is_stolen
  a_lot_is_withdrawn
  a_member_is_replaced
  the_far_stall_catches_up
  office sello check --all
}
