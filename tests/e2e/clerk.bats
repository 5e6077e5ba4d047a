# SPDX-License-Identifier: Apache-2.0
# What a clerk's usual mistakes come to.
load common

setup_file() {
  make_template
}

setup() {
  start_test
}

# A zone whose date is another than UTC's at this hour: at any hour one of the two is.
use_zone_of_another_day() {
  export TZ=Pacific/Kiritimati
  if [ "$(date +%F)" = "$(date -u +%F)" ]; then
    export TZ=Etc/GMT+12
  fi
}

# ---- one rule for today ----

@test "a certificate ends with the clerk's own day, for status, issue and its page alike" {
  use_zone_of_another_day
  today=$(date +%F)
  sello certificate renew C1 --until "$today"
  equal '["ending"]' "$(sello --json status | jq -c '[.due[].code | select(. == "ending" or . == "ended")]')"
  sello issue C1 --count 1
  sello certificate print C1 --to pdf -o c.pdf
}

@test "a certificate that ended yesterday is ended everywhere" {
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C2 --result pass
  use_zone_of_another_day
  yesterday=$(date -d yesterday +%F)
  sello certificate grant C2 --until "$yesterday"
  equal '["ended"]' "$(sello --json status | jq -c '[.due[].code | select(. == "ending" or . == "ended")]')"
  run ! sello issue C2 --count 1
  run ! sello certificate print C2 --to pdf -o c.pdf
}

@test "what a person reads is dated by the clock on the wall, what a program reads by UTC" {
  use_zone_of_another_day
  sello issue C1 --count 1
  contains "$(sello label show 4)" "$(date +%F)"
  contains "$(sello history | tail -n 1)" "$(date +%F)"
  contains "$(sello batch show B2)" "$(date +%F)"
  contains "$(sello status)" "$(date +%F)"
  equal "$(date -u +%F)" "$(sello --json label show 4 | jq -r '.issued[:10]')"
  sello trust export -o trust.sello
  run -0 sello_verify --trust trust.sello --lang en "$(label_text 4)"
  contains "$output" "Issued:       $(date +%F)"
}

@test "a key's last day is the clerk's" {
  use_zone_of_another_day
  kid=$(sello --json key list | jq -r 'select(.role == "label").kid')
  day=$(date -d "+3 days" +%F)
  sello key retire "$kid" --stop "$day"
  equal "$(date -u -d "@$(date -d "$day + 1 day" +%s)" +%FT%TZ)" \
    "$(sello --json key list | jq -r 'select(.role == "label").stop_signing')"
  contains "$(sello --lang en status)" "$day"
}
