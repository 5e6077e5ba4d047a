#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Photos of pieces: from a phone's picture to the file that a label names, and who tells whether a file
# is that one.

load common

setup_file() {
  make_template
  make_pictures
}
setup() { start_test; }

# with_exif ORIENTATION IN OUT: the JPEG with an EXIF that says how it lies, and where it was taken.
with_exif() {
  /usr/bin/python3 - "$@" <<'EOF'
import struct
import sys

orientation, source, target = sys.argv[1:]
place = b"22.1565 N 100.9855 W, de Maria\0"
tiff = b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", 2)
tiff += struct.pack(">HHII", 0x010E, 2, len(place), 38)
tiff += struct.pack(">HHIHH", 0x0112, 3, 1, int(orientation), 0) + struct.pack(">I", 0) + place
exif = b"Exif\0\0" + tiff
jpeg = open(source, "rb").read()
with open(target, "wb") as out:
    out.write(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:])
EOF
}

# Upright a picture's upper left quarter is red, its upper right one green, below it is blue.
make_pictures() {
  mkdir pictures
  convert_picture -size 1600x1200 xc:blue -fill red -draw "rectangle 0,0 799,599" \
    -fill lime -draw "rectangle 800,0 1599,599" -quality 95 upright.jpg
  convert_picture upright.jpg -rotate -90 -quality 95 turned.jpg
  with_exif 6 turned.jpg "pictures/2.jpg"
  convert_picture -size 700x500 gradient:red-yellow "pictures/10.png"
  convert_picture -size 640x480 gradient:navy-white "pictures/1.webp"
} >/dev/null

# colour FILE X Y: red, lime, blue, or whatever is nearest.
colour() {
  convert_picture "$1" -crop "1x1+$2+$3" -format '%[fx:round(r)]%[fx:round(g)]%[fx:round(b)]' info:
}

photo_of() { sello --json label show "$1" | jq -r .photo; }

# issue_folder: labels 4 to 6 with the pictures, and a trust file that knows them.
issue_folder() {
  sello --json issue C1 --photos pictures >issued.json 2>/dev/null
  sello trust export -o trust.sello >/dev/null
  sello export photos -o photos 2>/dev/null
}

@test "a label for each picture, in the order of their names" {
  issue_folder
  equal '4 1.webp,5 2.jpg,6 10.png' \
    "$(jq -r '[.photos[] | "\(.serial) \(.picture)"] | join(",")' issued.json)"
  equal "3 3" "$(jq -r '"\(.count) \(.photos | length)"' issued.json)"
  for serial in 4 5 6; do
    equal "$(jq -r ".photos[] | select(.serial == $serial) | .photo" issued.json)" \
      "$(photo_of "$serial")"
    equal authentic "$(verdict "$(label_text "$serial")")"
  done
  equal null "$(photo_of 1)"
  equal 3 "$(for serial in 4 5 6; do photo_of "$serial"; done | sort -u | wc -l)"
  sello check --all
}

@test "which label gets which picture is shown, and a trial keeps nothing" {
  before=$(registry_sum)
  run -0 --separate-stderr sello issue C1 --photos pictures --dry-run
  contains "$output" "000005-5"
  contains "$output" "2.jpg"
  contains "$output" "1280 × 960"
  equal 3 "$(sello --json issue C1 --photos pictures --dry-run | jq '.photos | length')"
  equal "$before" "$(registry_sum)"
}

@test "a picture that lies on its side is kept upright, small, and without where it was taken" {
  issue_folder
  file=photos/$(photo_of 5).webp
  equal "RIFF" "$(head -c 4 "$file")"
  [ "$(stat -c %s "$file")" -le 40960 ]
  equal "$(photo_of 5)" "$(sha256sum "$file" | cut -c 1-32)"
  convert_picture "$file" upright.png
  equal "1280x960" "$(convert_picture upright.png -format '%wx%h' info:)"
  equal 100 "$(colour upright.png 100 100)" "upper left"
  equal 010 "$(colour upright.png 1100 100)" "upper right"
  equal 001 "$(colour upright.png 100 900)" "lower left"
  run ! grep -aqE "Maria|22\.15|EXIF|Exif|ICCP|XMP" "$file"
  contains "$(tr -d '\0' <pictures/2.jpg)" "de Maria" # the picture itself stays as it is
  run ! grep -aq "de Maria" "$SELLO_REGISTRY/registry.db"
}

@test "every way in which a picture can lie" {
  turns=(0 "" "-flop" "-rotate 180" "-flip" "-transpose" "-rotate -90" "-transverse" "-rotate 90")
  for orientation in {1..8}; do
    # shellcheck disable=SC2086 # words
    convert_picture upright.jpg ${turns[orientation]} -resize 400x400 -quality 95 lies.jpg
    with_exif "$orientation" lies.jpg lying.jpg
    id=$(sello --json issue C1 --photo lying.jpg 2>/dev/null | jq -r '.photos[0].photo')
    sello export photos -o photos 2>/dev/null
    convert_picture "photos/$id.webp" is.png
    equal "100 010 001" "$(colour is.png 50 50) $(colour is.png 350 50) $(colour is.png 50 250)" \
      "orientation $orientation"
  done
}

@test "noise and a large picture come to 40 KB too" {
  convert_picture -size 1500x1500 xc:gray +noise Random -quality 98 noise.jpg
  convert_picture -size 1400x1000 plasma:fractal -scale 500% -quality 92 large.jpg
  for picture in noise.jpg large.jpg; do
    [ "$(sello --json issue C1 --photo "$picture" 2>/dev/null | jq '.photos[0].bytes')" -le 40960 ]
  done
}

@test "pictures of a phone: HEIC, and what is no picture" {
  cp "$SOURCE_DIR/tests/data/pictures/photo.heic" here.heic
  run -0 sello issue C1 --photo here.heic
  before=$(registry_sum)
  echo no >notes.txt
  run -1 sello issue C1 --photo notes.txt
  contains "$output" "notes.txt cannot be used"
  head -c 3000 upright.jpg >half.jpg
  run -1 sello issue C1 --photo half.jpg
  run -1 sello issue C1 --photo nowhere.jpg
  cp notes.txt pictures/
  run -1 sello issue C1 --photos pictures
  contains "$output" "pictures/notes.txt cannot be used"
  mkdir empty
  run -1 sello issue C1 --photos empty
  contains "$output" "There is no picture in empty"
  equal "$before" "$(registry_sum)"
}

@test "the same picture twice is a mistake, and one that an earlier label has is told" {
  cp pictures/10.png pictures/11.png
  run -1 sello issue C1 --photos pictures
  contains "$output" "10.png and 11.png are the same picture"
  rm pictures/11.png
  sello issue C1 --photos pictures >/dev/null 2>&1
  run -0 sello issue C1 --photos pictures --dry-run
  contains "$output" "an earlier label has this very photo, that of serial 5"
}

@test "one photo for a set: the same for all its labels" {
  run -0 sello issue C1 --photo pictures/10.png --count 3
  equal 1 "$(for serial in 4 5 6; do photo_of "$serial"; done | sort -u | wc -l)"
  sello trust export -o trust.sello >/dev/null
  equal authentic "$(verdict "$(label_text 6)")"
  run -2 sello issue C1 --photos pictures --count 3
  run -2 sello issue C1 --photos pictures --photo upright.jpg
}

@test "whether a file is the very photo is told, and never against the label" {
  issue_folder
  ask() { sello_verify --trust trust.sello --photos photos "$@"; }
  equal "true $(photo_of 5)" \
    "$(ask --json "$(label_text 5)" | jq -r '"\(.photo_ok) \(.photo)"')"
  contains "$(ask "$(label_text 5)" | tr -s ' \n' ' ')" "is the very file that the label names"
  cp "photos/$(photo_of 4).webp" "photos/$(photo_of 5).webp"
  run -0 ask --json "$(label_text 5)"
  equal "authentic false" "$(jq -r '"\(.verdict) \(.photo_ok)"' <<<"$output")"
  contains "$(ask "$(label_text 5)" | tr -s ' \n' ' ')" "another file, and not this label's photo"
  contains "$(ask --lang es "$(label_text 5)" | tr -s ' \n' ' ')" "no la foto de esta etiqueta"
  rm "photos/$(photo_of 5).webp"
  equal null "$(ask --json "$(label_text 5)" | jq .photo_ok)"
  contains "$(ask "$(label_text 5)" | tr -s ' \n' ' ')" "The photo is absent"
  equal null "$(sello_verify --trust trust.sello --json "$(label_text 5)" | jq .photo_ok)"
  equal null "$(ask --json "$(label_text 1)" | jq .photo)"
  run -2 sello_verify --trust trust.sello --photos nowhere "$(label_text 5)"
}

@test "photos are in backups, and come back" {
  issue_folder
  sello backup b.tar >/dev/null
  rm -r "$SELLO_REGISTRY" state photos
  sello restore b.tar --trust trust.sello >/dev/null 2>&1 || sello restore b.tar >/dev/null 2>&1
  sello export photos -o photos 2>/dev/null
  equal "$(photo_of 5)" "$(sha256sum "photos/$(photo_of 5).webp" | cut -c 1-32)"
  equal 3 "$(find photos -name '*.webp' | wc -l)"
}

@test "a photo that was changed in the registry is found" {
  issue_folder
  /usr/bin/python3 -c 'import sqlite3
with sqlite3.connect("registro/registry.db") as db:
    db.execute("UPDATE photo SET bytes = zeroblob(length(bytes)) WHERE number = 2")'
  run -1 sello check
  contains "$output" photo-changed
  contains "$output" 5
}

@test "a label that is given another's photo in the registry is found" {
  issue_folder
  /usr/bin/python3 -c 'import sqlite3
with sqlite3.connect("registro/registry.db") as db:
    db.execute("UPDATE label_photo SET photo = 1 WHERE first_serial = 5")'
  run -1 sello check --all
  contains "$output" record-changed
  contains "$output" signature
}

@test "photos as one archive" {
  issue_folder
  sello export photos -o photos.tar 2>/dev/null
  mkdir from
  tar -C from -xf photos.tar
  diff -r photos from
  run -1 sello export photos -o photos.tar # it is there already
  run -2 sello export photos --csv photos.csv
  run -2 sello export labels -o labels
}

@test "a batch that is given up leaves no photo behind" {
  need_strace
  traced -e trace=fdatasync -e inject=fdatasync:signal=KILL:when=3 "$SELLO" --no-input \
    --passphrase-file "$PASSPHRASE" issue C1 --photos pictures >/dev/null 2>&1 || true
  sello issue C1 --count 1 >/dev/null 2>&1
  if [ "$(sello --json label show 4 | jq -r .batch_state)" = void ]; then
    sello export photos -o photos 2>/dev/null
    equal 0 "$(find photos -name '*.webp' | wc -l)"
  fi
  sello check --all
}
