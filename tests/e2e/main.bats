#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The main job: a certifier, a product, its certificate, labels, symbols, verdicts.

load common

setup_file() { make_template; }
setup() { start_test; }

# ---- the certifier and its records ----

@test "init says the fingerprint, the address with its slash, and what comes next" {
  run -0 --separate-stderr sello -r otro init --name "Otro Consejo" --url https://otro.example/v
  [[ $output =~ Fingerprint:\ ([0-9a-f]{4}\ ){7}[0-9a-f]{4} ]]
  contains "$output" "https://otro.example/v/"
  contains "$output" "QR of version"
  equal "$(printf '%s\n' label-1.key log-1.key member-1.key member-2.key status-1.key)" "$(ls otro/keys)"
  equal "600 600 600 600 600" "$(stat -c %a otro/keys/* | xargs)"
}

@test "init --json has its fields" {
  run -0 --separate-stderr sello -r otro --json init --name "Otro" --url https://otro.example/v/
  equal "address,fingerprint,name,registry,root_hash,root_version,symbol_version,url,url_kind" "$(jq -r 'keys | join(",")' <<<"$output")"
  [[ $(jq -r .fingerprint <<<"$output") =~ ^[0-9a-f]{64}$ ]]
}

@test "init takes no name that shows as nothing, or that readers would take for a fingerprint" {
  for name in $'Consejo\u2800' $'Con\u3164sejo' $'Con\u115fsejo' $'Consejo\uffa0'; do
    run ! sello -r otro init --name "$name" --url https://otro.example/v/
    contains "$output" "cannot be used"
  done
  for name in 0123456789abcdef0123456789abcdef "0123 4567 89ab cdef 0123 4567 89AB CDEF"; do
    run ! sello -r otro init --name "$name" --url https://otro.example/v/
    contains "$output" "only hex digits"
    run ! sello root draft --name "$name" -o draft.sello
    contains "$output" "only hex digits"
  done
  [ ! -e otro ]
}

@test "init makes no registry where there is one" {
  before=$(registry_sum)
  run -1 sello init --name "Otro" --url https://otro.example/v/
  contains "$output" "already"
  equal "$before" "$(registry_sum)"
}

@test "init refuses addresses that cannot stand on labels" {
  for url in http://a.example/ HTTPS://a.example/ https://a.example/?q=1 https://u@a.example/ \
    "https://a.example/#x" "https://a.example/$(printf 'x%.0s' {1..60})" a.example ""; do
    run -2 sello -r otro init --name Otro --url "$url"
    [ ! -e otro ]
  done
}

@test "--json answers of add and grant are ids" {
  equal '{"id":"R2"}' "$(sello --json producer add --name "Grupo Ñuu Savi" --origin Oaxaca)"
  equal '{"id":"P2"}' "$(sello --json product add --name Sarape)"
  equal '{"id":"S2"}' "$(sello --json scheme add --code 2 --name Sarape)"
  equal '{"id":"C2"}' "$(sello --json certificate apply --product P2 --producer R2 --scheme 2)"
  equal '{"id":"C2"}' "$(sello --json certificate inspect C2 --result pass)"
  equal '{"id":"C2"}' "$(sello --json certificate grant C2)"
}

@test "a certificate is granted after an inspection that passed, and issued when granted" {
  sello certificate apply --product P1 --producer R1 --scheme S1
  run -1 sello issue C2 --count 1
  contains "$output" "not granted"
  run -1 sello certificate grant C2
  sello certificate inspect C2 --result fail
  run -1 sello certificate grant C2
  sello certificate inspect C2 --result pass
  sello certificate grant C2 --until 2036-12-31
  sello issue C2 --count 1
}

@test "labels are issued only on a certificate's days" {
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C2 --result pass
  sello certificate grant C2 --from 2099-01-01 --until 2099-12-31
  run -1 sello issue C2 --count 1
  contains "$output" "outside the dates"
}

# ---- labels and symbols ----

@test "issue --json names the batch and its run of serials" {
  equal '{"batch":"B2","certificate":"C1","first_serial":4,"last_serial":8,"count":5,"address":"plain"}' \
    "$(sello --json issue C1 --count 5 2>/dev/null)"
}

@test "label show --json has the text, and the claims as they were given" {
  label=$(sello --json label show 2)
  [[ $(jq -r .text <<<"$label") =~ ^https://sello\.example/v/#[0-9]{200,}$ ]]
  equal '[2,"000002-2","B1","C1","valid","Rebozo de bolita","Taller Hernández"]' \
    "$(jq -c '[.serial,.serial_text,.batch,.certificate,.status,.product,.producer]' <<<"$label")"
  equal '["Santa María del Río",1,"2026-11","seda roja, punta calada","2026-11-01"]' \
    "$(jq -c '[.origin,.scheme,.lot,.traits,.made]' <<<"$label")"
}

@test "a printed serial names a label as its number does, and a mistyped one is found out" {
  equal "$(label_text 3)" "$(label_text 000003-3)"
  run -2 sello label show 000003-4
}

@test "print writes one file a label, named by serial, once" {
  sello print B1 --to png -o png
  sello print 000001-1 2-3 --to svg -o svg
  equal "png/000001.png png/000002.png png/000003.png" "$(echo png/*)"
  equal "svg/000001.svg svg/000002.svg svg/000003.svg" "$(echo svg/*)"
  contains "$(head -c 200 svg/000001.svg)" "<svg"
}

@test "print writes nothing where one of the serials was never issued" {
  run ! sello print 1 99 --to png -o png
  [ ! -e png ] || equal "" "$(ls png)"
}

# ---- verdicts ----

@test "codes that can be seen and not read are told: how many, and where" {
  local sheet=$SOURCE_DIR/tests/data/pictures/sheet_unread.jpg
  run -32 --separate-stderr sello_verify --trust trust.sello --json "$sheet"
  equal 6 "$(wc -l <<<"$output")"
  equal '["unreadable","SELLO_E_PICTURE_UNREAD",1]' "$(tail -n 1 <<<"$output" | jq -c '[.verdict,.cause,.unread]')"
  equal 4 "$(tail -n 1 <<<"$output" | jq '.corners | length')"
  # also where the time ends before the search does
  run -32 --separate-stderr sello_verify --picture-seconds 4 --trust trust.sello "$sheet"
  equal 6 "$(grep -c sheet_unread.jpg <<<"$output")"
  contains "$output" "Codes can be seen in the picture"
  run -41 --separate-stderr sello_verify --picture-seconds 4 --text "$sheet"
  equal 5 "$(wc -l <<<"$output")"
  contains "$stderr" "could not be read: 1."
}

@test "the same label twice in one picture is repeated" {
  sello print 1 --to png -o .
  convert_picture 000001.png 000001.png +append twice.png
  run -14 --separate-stderr sello_verify --trust trust.sello --json twice.png
  equal '["authentic","repeated"]' "$(jq -r .verdict <<<"$output" | sort | jq -Rsc 'split("\n")[:2]')"
}

@test "a printed symbol is authentic, and the verdict has its fields" {
  sello print 1 --to png -o .
  run -0 --separate-stderr sello_verify --trust trust.sello --json 000001.png
  equal "$(printf '%s ' address also bundle_date bundle_version certificate certifier code_index corners \
    detail effective_time fingerprint format from_list input issued kid lot made next origin producer product \
    root_hash root_version scheme serial serial_text this_run_only traits verdict)" \
    "$(jq -r 'keys | sort | map(. + " ") | add' <<<"$output")"
  equal '[1,"000001.png",0,"authentic",[],1,"000001-1"]' \
    "$(jq -c '[.format,.input,.code_index,.verdict,.also,.serial,.serial_text]' <<<"$output")"
  equal '[{"code":1,"name":"Santa María shawl"},1,"2026-11-01"]' \
    "$(jq -c '[.scheme,.certificate,.made]' <<<"$output")"
  for field in issued bundle_date effective_time; do
    [[ $(jq -r ".$field" <<<"$output") =~ ^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$ ]]
  done
}

@test "for people, the verdict names the certifier, the fingerprint, why and what next" {
  run -0 sello_verify --trust trust.sello "$(label_text 1)"
  for part in AUTHENTIC 000001-1 "Consejo Artesanal de Prueba" Fingerprint: "Data of:" Why: \
    "What next:" "this run only"; do
    contains "$output" "$part"
  done
}

@test "texts, encoded texts and bare digits are read alike" {
  text=$(label_text 1)
  digits=${text#*#}
  for input in "$text" "https://sello.example/v/%23$digits" "$digits" "  $text  " "#$digits" \
    "HTTPS://SELLO.EXAMPLE/v/#$digits" "https://sello.example/v/?s=1#$digits" \
    "httpsÑ--sello.example-v-#$digits"; do
    equal authentic "$(verdict "$input")" "$input"
  done
}

@test "genuine digits behind another address: said, and the address with it" {
  digits=$(label_text 1)
  digits=${digits#*#}
  for address in https://other.example/x http://sello.example/v/ "https://sello.example/v/?s=2" \
    https://sello.example/; do
    run -16 --separate-stderr sello_verify --trust trust.sello --json "$address#$digits"
    equal '["other-address","'"$address"'"]' "$(jq -c '[.verdict,.address]' <<<"$output")"
  done
  run -16 sello_verify --trust trust.sello --lang es "https://other.example/x#$digits"
  contains "$output" "REGISTRO GENUINO, OTRA DIRECCIÓN"
  contains "$output" "https://other.example/x"
  run -16 sello_verify --trust trust.sello --lang en "https://other.example/x#$digits"
  contains "$output" "none of this certifier's"
  contains "$output" "Don't open that link."
}

@test "lines of standard input are answered in order, blank ones passed over" {
  run -40 --separate-stderr sello_verify --trust trust.sello --json - \
    < <(label_text 1 && echo && echo hola && label_text 2)
  equal "-:1 authentic,-:3 not-a-label,-:4 authentic" \
    "$(jq -r '"\(.input) \(.verdict)"' <<<"$output" | paste -sd,)"
}

@test "standard input without a label text is no answer, and never exit 0" {
  run -41 sello_verify --trust trust.sello - </dev/null
  contains "$output" "Nothing was verified"
  run -41 sello_verify --trust trust.sello - < <(printf '\n  \n')
  lacks "$output" "AUTHENTIC"
}

@test "the same serial twice in one run is repeated" {
  text=$(label_text 1)
  run -14 --separate-stderr sello_verify --trust trust.sello --json "$text" "$text"
  equal "authentic repeated" "$(jq -r .verdict <<<"$output" | xargs)"
}

@test "several inputs: the exit status of the gravest" {
  text=$(label_text 1)
  echo nothing >no.png
  run -41 sello_verify --trust trust.sello "$text" no.png
  run -41 sello_verify --trust trust.sello "$text" https://a.example/ no.png
  run -31 sello_verify --trust trust.sello no.png "${text}1" "$text"
  forged=${text%?????}12345
  run -30 sello_verify --trust trust.sello "${text}1" "$forged" no.png
}

@test "no code, no picture and no file are unreadable; another code is not a label" {
  convert_picture -size 200x200 xc:white white.png
  : >empty.png
  for file in white.png empty.png missing.png .; do
    run -41 sello_verify --trust trust.sello "$file"
  done
  run -40 sello_verify --trust trust.sello https://sello.example/v/#123
  equal unknown-certifier "$(sello_verify --json "$(label_text 1)" | jq -r .verdict)"
}

@test "a label is newer than a list made before it, and stale when the list is old" {
  issue_typical 1
  run -11 sello_verify --trust trust.sello "$(label_text 4)"
  run -10 sello_verify --trust trust.sello --now 2028-01-01T00:00:00Z "$(label_text 1)"
  run -0 sello_verify --trust trust.sello --now 1999-01-01T00:00:00Z "$(label_text 1)"
  run -2 sello_verify --trust trust.sello --now yesterday "$(label_text 1)"
}

@test "a label past its date is expired, and says the date" {
  sello issue C1 --count 1 --expires 2036-05-31
  sello trust export -o trust.sello
  text=$(label_text 4)
  run -12 --separate-stderr sello_verify --trust trust.sello --json \
    --now 2036-06-02T00:00:00Z "$text"
  equal 2036-05-31 "$(jq -r .expires <<<"$output")"
  equal false "$(sello_verify --trust trust.sello --json --now 2036-06-01T11:59:59Z "$text" |
    jq '[.verdict] + .also | contains(["expired"])')"
}

@test "one changed digit, wherever it is, is never authentic" {
  text=$(label_text 1)
  digits=${text#*#}
  for ((i = 0; i < ${#digits}; i++)); do
    echo "${digits:0:i}$(((${digits:i:1} + 1 + i % 9) % 10))${digits:i+1}"
  done >changed
  run --separate-stderr sello_verify --trust trust.sello --json - <changed
  equal "${#digits}" "$(jq -r .verdict <<<"$output" | wc -l)"
  equal "" "$(jq -r .verdict <<<"$output" |
    grep -vxE 'forged|damaged|unknown-certifier|newer-format|not-a-label')"
  # The tag, the header and the kid take 20 bytes; beyond them all is this certifier's.
  equal "" "$(jq -r .verdict <<<"$output" | tail -n +60 | grep -vxE 'forged|damaged')"
}

@test "a text that was cut, wherever it was, is never authentic" {
  text=$(label_text 1)
  for ((i = 1; i < ${#text}; i++)); do echo "${text:0:i}"; done >cut.txt
  run --separate-stderr sello_verify --trust trust.sello --json - <cut.txt
  equal "$((${#text} - 1))" "$(jq -r .verdict <<<"$output" | wc -l)"
  equal "damaged not-a-label" "$(jq -r .verdict <<<"$output" | sort -u | xargs)"
}

@test "photographs of a label are authentic" {
  sello print 1 --to png -o .
  photo() {
    convert_picture 000001.png -colorspace sRGB "$@" photo.jpg
    equal authentic "$(verdict photo.jpg)" "$*"
  }
  photo -resize 500x500 -quality 60
  photo -resize 700x700 -background white -rotate 13
  photo -rotate 90
  photo -resize 600x600 -blur 0x1.2 -quality 70
  photo -resize 600x600 -attenuate 0.5 +noise Gaussian -quality 50
  photo -bordercolor '#b98f5a' -border 150 -background '#7a5c38' -rotate -8 -resize 900x900 \
    -blur 0x1 -brightness-contrast -15x-30 -quality 55
  photo -negate -resize 500x500
}

@test "a picture with two labels gives two answers" {
  sello print 1-2 --to png -o .
  convert_picture 000001.png 000002.png +append two.png
  run -0 --separate-stderr sello_verify --trust trust.sello --json two.png
  equal "1 2" "$(jq -r .serial <<<"$output" | sort | xargs)"
}

@test "--text prints what every code says" {
  sello print 1 --to png -o .
  equal "$(label_text 1)" "$(sello_verify --text 000001.png)"
}
