#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A committee: folders stand for the members' own computers, files for what they send each other.

load common

setup_file() {
  make_template
  committee
}

setup() { start_test; }

# at MEMBER COMMAND...: sello on the member's own computer, where there is no registry.
at() (
  mkdir -p "$PWD/$1"
  cd "$1" || return
  member=$1
  shift
  export SELLO_REGISTRY=$PWD/none HOME=$PWD XDG_STATE_HOME=$PWD/state XDG_DATA_HOME=$PWD/data
  PASSPHRASE=$PWD/passphrase
  [ -e "$PASSPHRASE" ] || (umask 077 && echo "la frase de $member" >"$PASSPHRASE")
  sello "$@"
)

# new_member NAME: a key made on the member's own computer; prints the public key.
new_member() {
  at "$1" --json key new --role member --name "$1" -o "$1.key" 2>/dev/null | jq -r .public_key
}

# signs MEMBER DRAFT: takes a copy home, signs it there, sends it back as MEMBER-DRAFT.
signs() {
  cp "$2" "$1/$2"
  at "$1" root approve "$2" --key "$1.key" --yes >/dev/null
  cp "$1/$2" "$1-$2"
}

# The first root's two members, on one laptop, give way to 2 of ana, luis and rosa.
committee() {
  sello root draft -o c.draft --remove-member 1 --remove-member 2 --threshold 2 \
    --add-member "Ana=$(new_member ana)" --add-member "Luis=$(new_member luis)" \
    --add-member "Rosa=$(new_member rosa)"
  sello root approve c.draft --yes
  signs ana c.draft
  signs luis c.draft
  signs rosa c.draft
  sello root assemble ./*-c.draft 2>grown
  mkdir safe
  mv registro/keys/member-*.key safe/
  sello trust export -o trust.sello
} >/dev/null

hash_of() { sello --json root show "$1" | jq -r .hash; }
version() { sello --json root show | jq -r .version; }
label_kid() { sello --json key list | jq -r 'select(.role == "label" and .state == "active") | .kid'; }
member_kid() { sello --json key list | jq -r "select(.name == \"$1\") | .kid"; }
export_trust() { sello trust export -o trust.sello >/dev/null; }

# agree DRAFT: Ana and Luis sign, and it is assembled.
agree() {
  signs ana "$1"
  signs luis "$1"
  sello root assemble "ana-$1" "luis-$1" >/dev/null
}

# refused WORDS COMMAND...: exit 1 with these words; the newest root is as before.
refused() {
  local words=$1 before
  before=$(hash_of "$(version)")
  shift
  run -1 "$@" </dev/null
  contains "$output" "$words"
  equal "$before" "$(hash_of "$(version)")" "the root changed"
}

@test "who grows is told to print the poster anew, and which keys to destroy" {
  local root n
  n=$(version)
  root="$(hash_of "$n" | sed 's/..../& /g' | cut -c-39)"
  contains "$(tr -s ' \n' ' ' <grown)" "The committee has grown. Print the poster anew"
  contains "$(tr -s ' \n' ' ' <grown)" "root $n, $root. With the keys of the old root"
  contains "$(<grown)" "So destroy these keys, every copy, also on paper:"
  contains "$(<grown)" "keys/member-1.key"
  contains "$(<grown)" "keys/member-2.key"
  lacks "$(<grown)" "who go on as members"
  run -0 sello root show
  [[ $output =~ Root\ $n:?\ +"$root" ]]
  run -0 sello status
  [[ $output =~ Root\ $n:?\ +"$root" ]]
  equal "$root" "$(sello --json status | jq -r .root_hash)"
}

@test "who grows with the old keys is told to take new ones" {
  run -0 sello -r otro init --name "Otro" --url https://otro.example/v/
  sello -r otro root draft -o o.draft --threshold 2 >/dev/null
  sello -r otro root approve o.draft --yes >/dev/null
  run -0 sello -r otro root assemble o.draft
  contains "$output" "The committee has grown"
  contains "$output" "who go on as members"
  lacks "$output" "So destroy these keys"
}

@test "2 of 3: one signature is not enough, two are, whoever's" {
  sello root draft -o d.draft --contact "55 1234 5678" >/dev/null
  refused "too few of a root's own members" sello root assemble d.draft
  signs rosa d.draft
  refused "too few of a root's own members" sello root assemble rosa-d.draft rosa-d.draft
  contains "$output" "[x] member Rosa"
  signs luis d.draft
  run -0 sello root assemble rosa-d.draft luis-d.draft
  equal 4 "$(version)"
  equal "55 1234 5678" "$(sello --json root show | jq -r .contact)"
  refused "its version exists already" sello root assemble rosa-d.draft luis-d.draft
  export_trust
  equal authentic "$(verdict "$(label_text 1)")"
  run -0 sello check
}

@test "a draft goes from hand to hand too" {
  sello root draft -o d.draft --name "Consejo de Prueba" >/dev/null
  signs ana d.draft
  cp ana-d.draft luis/d.draft
  run -0 at luis --json root approve d.draft --key luis.key --yes
  equal true "$(jq -r .complete <<<"${lines[-1]}")"
  run -0 sello root assemble luis/d.draft
  contains "$output" "Root 4 is signed and kept"
}

@test "a member sees what changes, and needs to say yes" {
  sello root draft -o d.draft --rename-member "1=Ana López" --contact nuevo >/dev/null
  cp d.draft ana/
  run -1 at ana root approve d.draft --key ana.key
  contains "$output" "Nothing was signed"
  issued=$(sello --json root show d.draft | jq -r .issued)
  contains "$output" "Draft of root 4, dated $(in_words "$issued"), ${issued:11:5}."
  contains "$output" "member Ana López"
  contains "$output" "until now called Ana"
  contains "$output" "contact: 'nuevo', until now ''"
  cmp d.draft ana/d.draft
  run -1 at ana root approve d.draft --key ana.key --expect "$(hash_of 1)"
  contains "$output" "not the one that was expected"
  run -0 at ana root approve d.draft --key ana.key --expect "$(hash_of d.draft | sed 's/..../& /g')"
  run -0 at ana root approve d.draft --key ana.key --yes
  contains "$output" "has signed already"
}

@test "who has no say cannot sign" {
  sello root draft -o d.draft --contact nuevo >/dev/null
  new_member eva >/dev/null
  cp d.draft eva/
  run -1 at eva root approve d.draft --key eva.key --yes
  contains "$output" "has no say in this draft"
  run -1 sello root approve d.draft --yes # keys/ holds a label and a status key
  contains "$output" "Name your key file with --key"
}

@test "a draft is held to the trust file the member keeps" {
  cp trust.sello old.sello
  sello root draft -o d.draft --contact nuevo >/dev/null
  run -0 sello root show d.draft --trust old.sello
  agree d.draft
  sello root draft -o e.draft --contact otro >/dev/null
  run -1 sello root show e.draft --trust old.sello
  contains "$output" "does not follow the newest root"
}

@test "drafts that are no successor are refused, each in its words" {
  refused "signatures cannot come from 3 members" sello root draft -o x.draft --threshold 4
  refused "lists the same public key twice" sello root draft -o x.draft \
    --add-member "Doble=ana/ana.key"
  contains "$output" "Doble"
  refused "lists the same public key twice" sello root draft -o x.draft \
    --add-member "Status=$(sello --json key list | jq -r 'select(.role=="status").public_key')"
  refused "not a proper Ed25519 point" sello root draft -o x.draft \
    --add-member "Cero=$(printf '0%.0s' {1..64})"
  contains "$output" "Cero"
  refused "There is no member '9'" sello root draft -o x.draft --remove-member 9
  refused "is the file of a label key" sello root draft -o x.draft \
    --add-member "Eva=registro/keys/label-1.key"
  refused "has no public key" sello root draft -o x.draft --add-member "Eva=passphrase"
  refused "No key of the root" sello root draft -o x.draft --retire 00000000
  run -2 sello root draft --contact nuevo
  [ ! -e x.draft ]
  run -0 sello root draft -o all.draft --threshold 3
  contains "$output" "All members must sign"
}

@test "two drafts of one version: the second is told apart, and has to be made anew" {
  sello root draft -o a.draft --contact uno >/dev/null
  sello root draft -o b.draft --contact dos >/dev/null
  signs ana a.draft
  signs luis b.draft
  refused "is another draft" sello root assemble ana-a.draft luis-b.draft
  signs rosa b.draft
  sello root assemble luis-b.draft rosa-b.draft
  signs luis a.draft
  refused "its version exists already" sello root assemble ana-a.draft luis-a.draft
}

@test "a draft that was cut or bent is refused" {
  sello root draft -o d.draft --contact nuevo >/dev/null
  signs ana d.draft
  head -c 300 ana-d.draft >cut.draft
  refused "is refused: it ends too early" sello root assemble cut.draft
  refused "is not a draft of a root" sello root assemble trust.sello
  sed 's/nuevo/nuevO/' ana-d.draft >bent.draft
  refused "signature of a root does not match" sello root assemble bent.draft
  : >empty.draft
  refused "empty.draft is refused" sello root assemble empty.draft
}

# bend_draft DRAFT CHANGE SIGNER... >FILE: the draft with its claims changed by a line of Python,
# signed by these members, as somebody with tools of their own could make it.
bend_draft() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - "$@" <<'PYTHON'
import sys
from keyfile_open import open_keyfile, passphrase_of
from sello_ref import cbor, root
from sello_ref.keys import Key
read = lambda path: open(path, "rb").read()
draft, change, *signers = sys.argv[1:]
magic, before, whole = cbor.decode(read(draft), 8)
claims = cbor.decode(cbor.decode(whole, 8).value[2], 8)
exec(change)
keys = [Key(bytes(open_keyfile(read(f"{who}/{who}.key"), passphrase_of(read(f"{who}/passphrase")))))
        for who in signers]
sys.stdout.buffer.write(cbor.encode([magic, before, root.make_root(keys, claims)]))
PYTHON
}

@test "bent drafts, well signed, are refused each in its words, and nothing is kept" {
  sello root draft -o d.draft --contact nuevo >/dev/null
  cp trust.sello known.sello
  sello_verify trust add known.sello --yes
  while IFS='|' read -r words change; do
    bend_draft d.draft "$change" ana luis >bent.draft
    refused "$words" sello root assemble bent.draft
    cp bent.draft rosa/
    run -1 at rosa root approve bent.draft --key rosa.key --yes
    contains "$output" "$words"
  done <<'ROWS'
threshold is 0 or above|claims[root.THRESHOLD] = 0
threshold is 0 or above|claims[root.THRESHOLD] = 4
lists the same public key twice|claims[root.MEMBERS].append({1: claims[root.MEMBERS][0][1], 2: "Otra"})
lists the same public key twice|claims[root.MEMBERS].append({1: claims[root.KEYS][0][1], 2: "Otra"})
a root between it and the newest one is missing|claims[root.VERSION] += 1
its version exists already|claims[root.VERSION] -= 1
belongs to another certifier|claims[root.FINGERPRINT] = bytes(32)
does not follow the newest root|claims[root.PREVIOUS] = bytes(32)
drops, reorders or changes an earlier key|claims[root.KEYS].pop()
drops, reorders or changes an earlier key|claims[root.KEYS].reverse()
removes a scheme code|claims[root.SCHEMES] = {}
dated before the one it follows|claims[root.ISSUED] = 1
dated 1 Jan 2100, 00:00, more than a day ahead|claims[root.ISSUED] = 4102444800
another role than it had before|claims[root.KEYS].append({1: claims[root.MEMBERS].pop(0)[1], 2: 2})
another role than it had before|claims[root.KEYS].append({1: claims[root.MEMBERS].pop(0)[1], 2: 1})
out of range|claims[root.KEYS][0].update({4: 2**53 - 1, 5: 1})
retired and lets it sign until 1 Jan 2100, 00:00|claims[root.KEYS][0].update({4: 4102444800, 5: 1})
holds a field, 40, that this version does not know|claims[40] = "the members agree to pay Eva"
holds a field, 33, that this version does not know|claims[root.CERTIFIER][33] = 1
holds a field, 63, that this version does not know|claims[root.MEMBERS][1][63] = b"x"
holds a field, 34, that this version does not know|claims[root.KEYS][1][34] = True
holds something that is not shown|claims[root.MEMBERS].reverse()
holds something that is not shown|claims[root.SCHEMES][9] = {}
holds something that is not shown|claims[root.KEYS][0][3] = 0
holds something that is not shown|del claims[root.CERTIFIER][3]
ROWS
  run -1 sello root show bent.draft
  contains "$output" "holds something that is not shown"
  local eva
  eva=$(new_member eva)
  bend_draft d.draft "claims[root.KEYS].append({1: bytes.fromhex('$eva'), 2: 7})" eva >bent.draft
  refused "(role 7) is not known to this version" sello root assemble bent.draft
  usurp="claims[root.MEMBERS] = [{1: bytes.fromhex('$eva'), 2: 'Eva'}]"
  bend_draft d.draft "$usurp; claims[root.THRESHOLD] = 1" eva >bent.draft
  refused "too few members of the root before signed" sello root assemble bent.draft
  export_trust
  sello_verify trust update trust.sello
  equal authentic "$(sello_verify --json "$(label_text 1)" | jq -r .verdict)"
}

@test "what was hidden once is shown: each change of a draft, and where a new member stands" {
  local public
  public=$(new_member eva)
  rm eva/eva.key
  sello root draft -o d.draft --replace-member "1=$public" --rename-member "1=Eva" >/dev/null
  run -0 sello root show d.draft
  contains "$output" "- member Ana"
  contains "$output" "+ member Eva"
  contains "$output" ", as number 1"
  bend_draft d.draft "claims[root.KEYS][0][7] = [1, 3]" ana luis >bent.draft
  run -0 sello root show bent.draft
  contains "$output" "for these schemes only: 1, 3"
  bend_draft d.draft "claims[10] = ['https://otro.example/v/']" ana luis >bent.draft
  run -0 sello root show bent.draft
  contains "$output" "+ further web address: https://otro.example/v/"
}

@test "members commit to post-quantum keys; where one is not known the root has none" {
  use_folder "$BATS_TEST_TMPDIR/one"
  make_certifier
  equal 2 "$(sello --json root show | jq '[.keys[] | select(.post_quantum_key)] | length')"
  both=$(at ana --json key new --role member -o new.key 2>/dev/null |
    jq -r '.public_key + .post_quantum_key')
  equal 128 "${#both}"
  run -0 sello root draft -o d.draft --add-member "Ana=$both"
  contains "$output" "post-quantum key ${both:64:16}"
  sello root approve d.draft --yes
  cp d.draft ana/
  at ana root approve d.draft --key new.key --yes
  sello root assemble d.draft ana/d.draft
  equal "${both:64}" "$(sello --json root show | jq -r '.keys[2].post_quantum_key')"

  luis=$(at luis --json key new --role member -o new.key 2>/dev/null | jq -r .public_key)
  run -0 sello root draft -o none.draft --add-member "Luis=$luis"
  contains "$output" "- the members' post-quantum keys: not every member's is known"
  run -0 sello root draft -o other.draft --add-member "Luis=$luis${both:64}"
  cp other.draft luis/
  run -1 at luis root approve other.draft --key new.key --yes
  contains "$output" "is not the one of this key file"
  cmp other.draft luis/other.draft
}

@test "a member's key of long ago cannot come back as another" {
  was=$(jq -r .public_key < <(sello --json root show 1 | jq -c '.keys[0]'))
  refused "another role than it had before" sello root draft -o x.draft --add-key "label=$was"
  [ ! -e x.draft ]
}

@test "a member is replaced: the new key signs in, the old one has no say any more" {
  cp trust.sello old.sello
  public=$(new_member eva)
  sello root draft -o d.draft --replace-member "$(member_kid Rosa)=$public" \
    --rename-member "3=Eva" >/dev/null
  signs ana d.draft
  signs luis d.draft
  refused "a key new in a root did not sign" sello root assemble ana-d.draft luis-d.draft
  contains "$output" "member Eva"
  signs eva d.draft
  sello root assemble ./*-d.draft
  export_trust
  sello_verify trust add old.sello --yes
  sello_verify trust update trust.sello
  sello root draft -o e.draft --contact nuevo >/dev/null
  cp e.draft rosa/
  run -1 at rosa root approve e.draft --key rosa.key --yes
  contains "$output" "has no say"
}

@test "a lost member key is no emergency: the other two replace it" {
  rm rosa/rosa.key
  rm rosa/passphrase
  sello root draft -o d.draft --replace-member "3=$(new_member rosa)" >/dev/null
  signs rosa d.draft
  signs ana d.draft
  signs luis d.draft
  sello root assemble ./*-d.draft
  equal 4 "$(version)"
}

@test "a key's page names whose it is, by the registry, a trust file, or by hand" {
  local words
  sello key backup registro/keys/label-1.key -o label.pdf
  words=$(pdftotext -layout label.pdf - | tr -s ' \n' ' ')
  contains "$words" "Certifier Consejo Artesanal de Prueba"
  contains "$words" "Fingerprint $(sello --json status | jq -r .fingerprint)"
  contains "$words" "Signs labels"
  contains "$words" "Page 1 of 1"
  cp trust.sello ana/
  at ana --lang es key backup ana.key --trust trust.sello -o ana.pdf
  words=$(pdftotext -layout ana/ana.pdf - | tr -s ' \n' ' ')
  contains "$words" "Certificador Consejo Artesanal de Prueba"
  contains "$words" "Firma la raíz"
  contains "$words" "Integrante Ana"
  contains "$words" "Página 1 de 1"
  run -0 at ana key backup ana.key
  contains "$output" "# Certifier: ____"
  contains "$output" "stays open on the page"
  run -1 at ana key backup ana.key --trust ana.key
}

@test "a lost member key comes back from its page, photographed or typed" {
  at ana key backup ana.key -o ana.png
  at ana key backup ana.key >ana.txt
  mv ana/ana.key ana/was.key
  at ana key restore ana.png -o ana.key
  cmp ana/ana.key ana/was.key
  equal 600 "$(stat -c %a ana/ana.key)"
  run -1 at ana key restore ../ana.txt -o ana.key
  contains "$output" "a key file of that name already"
  sed -n 's/^ *[0-9]*\. //p' ana.txt | tr '01' 'ol' | tr 'A-Z' 'a-z' >typed.txt
  at ana key restore ../typed.txt -o again.key
  cmp ana/again.key ana/was.key
  sed '/^ *2\. /s/[0-9A-Z] /= /' ana.txt >bad.txt
  run -1 at ana key restore ../bad.txt -o bad.key
  contains "$output" "Line 2:"
  sed '/^ *1\. /d' ana.txt >short.txt
  run -1 at ana key restore ../short.txt -o bad.key
  contains "$output" "Line 1: a line is missing"
  [ ! -e ana/bad.key ]
  run -1 at ana key restore ../trust.sello -o bad.key
}

@test "the label key is rotated after a year: labels of both stay good" {
  old=$(label_kid)
  run -0 sello key new --role label --not-before 2026-01-01 --stop 2099-12-31
  [ -e root-4.draft ]
  agree root-4.draft
  sello root draft -o r.draft --retire "$old" >/dev/null
  agree r.draft
  issue_typical 2
  export_trust
  equal authentic "$(verdict "$(label_text 1)")"
  equal authentic "$(verdict "$(label_text 5)")"
  equal "$(label_kid)" "$(sello_verify --trust trust.sello --json "$(label_text 5)" | jq -r .kid)"
  refused "retired or compromised already" sello key retire "$old"
  run -0 sello key list
  contains "$output" "retired"
}

@test "a key is not retired before the labels it signed" {
  refused "they would stop being good" sello key retire "$(label_kid)" --stop 2020-01-01
  run -0 sello key retire "$(label_kid)" --stop 2090-01-01 --draft later.draft
  contains "$output" "active, until 2 Jan 2090"
  run -0 sello key retire "$(label_kid)"
  contains "$output" "No label key is left"
}

# forge_label KEYFILE TEXT SERIAL: a thief's label, dated a day before the one given.
forge_label() {
  PYTHONPATH=$SOURCE_DIR/tests/python /usr/bin/python3 - "$@" "$PASSPHRASE" <<'PYTHON'
import sys
from keyfile_open import open_keyfile, passphrase_of
from sello_ref import label
from sello_ref.keys import Key
path, text, serial, secret = sys.argv[1:]
seed = bytes(open_keyfile(open(path, "rb").read(), passphrase_of(open(secret, "rb").read())))
claims = label.decode_token(label.token_of_text(text)).claims
claims[label.IAT] -= 86400
claims[label.PRIVATE][label.SERIAL] = int(serial)
claims[label.PRIVATE][label.PRODUCT] = "Rebozo falso"
print(label.make_text(text.split("#")[0], label.make_token(Key(seed), claims)))
PYTHON
}

@test "a stolen label key: what was issued stays good, what the thief dates back does not" {
  forged=$(forge_label registro/keys/label-1.key "$(label_text 1)" 2)
  beyond=$(forge_label registro/keys/label-1.key "$(label_text 1)" 4000)
  equal not-issued "$(verdict "$forged")"
  run -0 sello key compromised "$(label_kid)" --since 2026-01-01
  contains "$output" "only those that you issued"
  agree root-4.draft
  export_trust
  for serial in 1 2 3; do
    equal authentic "$(verdict "$(label_text "$serial")")"
  done
  equal key-compromised "$(verdict "$forged")"
  equal key-compromised "$(verdict "$beyond")"
  run -1 sello issue C1 --count 1
  contains "$output" "No label key"
  sello key new --role label >/dev/null
  agree root-5.draft
  issue_typical 1
  export_trust
  equal authentic "$(verdict "$(label_text 4)")"
}

@test "a scheme waits for the members; the assembled root brings it" {
  run -0 sello scheme add --code 7 --name "Mezcal artesanal" --name-en "Artisanal mezcal"
  contains "$output" "scheme 7 (es): Mezcal artesanal"
  lacks "$(sello scheme list)" "Mezcal"
  agree root-4.draft
  contains "$(sello scheme list)" "Mezcal artesanal"
  equal "Artisanal mezcal" "$(sello --json scheme show S7 | jq -r .name_en)"
  run -0 sello check
  contains "$(sello status)" "The root has changed since the last trust file"
  export_trust
  lacks "$(sello status)" "The root has changed"
}

@test "a passphrase is changed; the old one opens no more" {
  (umask 077 && echo "otra frase" >ana/new)
  run -0 at ana key passphrase ana.key --new-passphrase-file new
  [ ! -e ana/ana.key.new ]
  sello root draft -o d.draft --contact nuevo >/dev/null
  cp d.draft ana/
  run -1 at ana root approve d.draft --key ana.key --yes
  contains "$output" "wrong passphrase"
  cp ana/new ana/passphrase
  run -0 at ana root approve d.draft --key ana.key --yes
  run -1 at ana key passphrase ana.key
  contains "$output" "A new passphrase is needed"
}

@test "key files from a USB stick, which lets everybody read them, are taken in" {
  mkdir usb
  cp safe/member-1.key usb/MEMBER-1.KEY
  cp safe/member-2.key usb/
  echo nothing >usb/no.key
  chmod 644 usb/*
  local kid before
  kid=$(sello --json root show 1 | jq -r '.keys[0].kid')
  before=$(find registro/keys | sort)
  run -1 sello key add usb/MEMBER-1.KEY usb/no.key
  contains "$output" "usb/no.key is no key file"
  run -1 sello key add usb/MEMBER-1.KEY usb/MEMBER-1.KEY
  contains "$output" "is the key of another file that is named too"
  run -1 sello key add usb/MEMBER-1.KEY none.key
  run -0 --separate-stderr sello --json key add usb/MEMBER-1.KEY --dry-run
  equal "true member $kid" "$(jq -r '"\(.dry_run) \(.role) \(.kid)"' <<<"$output")"
  equal "$before" "$(find registro/keys | sort)"
  run -0 sello key add usb/MEMBER-1.KEY usb/member-2.key
  contains "$output" "registro/keys/member-$kid.key"
  equal 600 "$(stat -c %a "registro/keys/member-$kid.key")"
  cmp usb/MEMBER-1.KEY "registro/keys/member-$kid.key"
  run -1 sello key add usb/member-2.key
  contains "$output" "is here already"
  run -1 --separate-stderr sello --json key add registro/keys/label-1.key
  equal key-here-already "$(jq -r .error <<<"$output")"
}

@test "the keys are listed: which, whose, where" {
  run -0 sello key list
  contains "$output" "Ana"
  contains "$output" "not here"
  contains "$output" "keys/label-1.key"
  equal 6 "$(sello --json key list | jq -s length)"
  equal 0 "$(sello --json key list | jq -s '[.[] | select(.role == "member" and .file)] | length')"
}

@test "members' keys stay out of the registry" {
  run -2 sello key new --role member
  contains "$output" "-o FILE"
  run -2 sello key new --role boss
  contains "$output" "member, label, status, log or credential"
  run -1 at ana key new --role member -o ana.key
  contains "$output" "a key file of that name already"
}

@test "a verifier that was offline all along catches up from one file" {
  sello_verify trust add trust.sello --yes
  sello key new --role label >/dev/null
  agree root-4.draft
  sello key retire "$(label_kid | head -n 1)" >/dev/null
  agree root-5.draft
  issue_typical 1
  export_trust
  newer=$(label_text 4)
  run sello_verify "$newer"
  contains "$output" "certifier"
  run -0 sello_verify trust update trust.sello
  equal authentic "$(sello_verify --json "$newer" | jq -r .verdict)"
  equal authentic "$(sello_verify --json "$(label_text 1)" | jq -r .verdict)"
}

@test "one person with two keys here needs no draft" {
  use_folder "$BATS_TEST_TMPDIR/one"
  make_certifier
  run -0 sello key new --role status
  contains "$output" "Root 2 is signed and kept"
  run -0 sello key retire "$(label_kid)"
  equal 3 "$(version)"
  [ ! -e root-2.draft ]
}

@test "a label key made elsewhere: its holder signs with the same command" {
  public=$(at taller --json key new --role label -o taller.key 2>/dev/null | jq -r .public_key)
  sello root draft -o d.draft --add-key "label=$public" --stop 2099-12-31 >/dev/null
  signs ana d.draft
  signs luis d.draft
  refused "a key new in a root did not sign" sello root assemble ana-d.draft luis-d.draft
  signs taller d.draft
  run -0 sello root assemble ./*-d.draft -o whole.draft
  contains "$output" "Nothing is missing"
  sello root assemble whole.draft
  equal 2 "$(label_kid | wc -l)"
}

@test "a key that a root lists stays, also where the marks could not be raised after it" {
  use_folder "$PWD/one"
  make_certifier
  need_strace
  run -0 traced -e inject=renameat:error=EIO "$SELLO" --passphrase-file "$PASSPHRASE" \
    key new --role status
  contains "$output" "how far the registry went could not be noted"
  equal 2 "$(version)"
  equal 0 "$(sello --json key list | jq -s '[.[] | select(.file == null)] | length')"
}

@test "copies of a member's key count once" {
  use_folder "$BATS_TEST_TMPDIR/two"
  sello init --name Prueba --url https://sello.example/ --members 3 --threshold 2 >/dev/null
  rm registro/keys/member-2.key registro/keys/member-3.key
  cp registro/keys/member-1.key registro/keys/copy.key
  run -0 sello key new --role label
  contains "$output" "The draft is in root-2.draft"
}

@test "a dry run of keys, roots and schemes tells what would change, and changes nothing" {
  at ana key backup ana.key >ana.txt
  sello root draft -o d.draft --contact nuevo >/dev/null
  signs ana d.draft
  signs luis d.draft
  local before files command
  before=$(registry_sum)
  files=$(find . -type f | sort)
  while read -r command; do
    # shellcheck disable=SC2086 # words
    run -0 --separate-stderr sello --json $command --dry-run
    equal true "$(jq .dry_run <<<"$output")" "$command"
    # shellcheck disable=SC2086 # words
    run -0 sello $command --dry-run
    contains "$output" "(--dry-run)"
    equal "$before" "$(registry_sum)" "$command"
  done <<COMMANDS
key new --role label
key new --role status --draft otro.draft
key new --role member --name Eva -o eva.key
key retire $(label_kid)
key compromised $(label_kid) --draft otro.draft
key passphrase registro/keys/label-1.key
key restore ana.txt -o vuelta.key
key add safe/member-1.key
root draft -o otro.draft --threshold 3
root approve d.draft --key ana/ana.key
root assemble ana-d.draft luis-d.draft
root assemble ana-d.draft luis-d.draft -o otro.draft
scheme add --code 7 --name Mezcal
scheme edit S1 --url https://sello.example/otro
-r nuevo init --name Otro --url https://otro.example/
COMMANDS
  equal "$files" "$(find . -type f | sort)"
  run -1 --separate-stderr sello --json key retire 00000000 --dry-run
  equal no-such-key "$(jq -r .error <<<"$output")"
  run -1 --separate-stderr sello --json root draft -o d.draft --contact otro --dry-run
  equal file-exists "$(jq -r .error <<<"$output")"
  run -1 --separate-stderr sello --json root assemble d.draft --dry-run
  equal draft-file-refused "$(jq -r .error <<<"$output")"
  run -1 --separate-stderr sello --json init --name Otro --url https://otro.example/ --dry-run
  equal registry-there "$(jq -r .error <<<"$output")"
}

@test "a root that somebody else makes while the question waits is not overtaken" {
  use_folder "$PWD/one"
  make_certifier
  local stolen
  stolen=$(label_kid)
  meanwhile "key new --role status" --passphrase-file "$PASSPHRASE" key compromised "$stolen"
  equal 1 "$status"
  contains "$output" "someone changed this meanwhile"
  equal 2 "$(version)"
  equal "$stolen" "$(label_kid)"
  meanwhile "scheme list" --passphrase-file "$PASSPHRASE" key compromised "$stolen"
  equal 0 "$status"
  equal 3 "$(version)"
  equal "" "$(label_kid)"
}

@test "who signs a draft that somebody else is looking at is not lost, and another draft is not signed" {
  use_folder "$PWD/one"
  make_certifier
  local approve="--passphrase-file $PASSPHRASE root approve d.draft --key registro/keys/member-1.key"
  sello root draft -o d.draft --contact uno >/dev/null
  # shellcheck disable=SC2086 # words
  meanwhile "root approve d.draft --key registro/keys/member-2.key --yes" $approve
  equal 0 "$status"
  equal 2 "$(sello --json root show d.draft | jq '[.signed[] | select(.)] | length')"
  rm d.draft
  sello root draft -o d.draft --contact uno >/dev/null
  sello root draft -o e.draft --contact dos >/dev/null
  # shellcheck disable=SC2086 # words
  meanwhile "root assemble e.draft -o d.draft" $approve
  equal 1 "$status"
  contains "$output" "someone changed this meanwhile"
  cmp d.draft e.draft
}
