#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the pictures of tests/unit/test_picture.c from label.txt and other.txt, into this folder.
# Needs qrencode, imagemagick, heif-enc and cwebp. The results are kept with the source, so that
# the tests need none of these; run this again only to change a picture.
# shellcheck disable=SC2086 # $png and $scene are lists of options
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

symbol() { # TEXT_FILE PIXELS_PER_MODULE OUT
    tr -d '\n' <"$1" | qrencode -l M -m 4 -s "$2" -t PNG -o "$3"
}
# Noise from one seed, so that every run gives the same.
make() {
    convert -seed 7 "$@"
}
png='-define png:exclude-chunks=date,time,text' # a date would differ every time

# ---- clean ----
symbol label.txt 10 "$work/label.png"
symbol label.txt 4 "$work/four.png"
symbol label.txt 5 "$work/five.png"
symbol other.txt 10 "$work/other.png"
make "$work/label.png" $png clean.png
make "$work/label.png" -colorspace gray -depth 16 -evaluate multiply 0.9 \
    -define png:bit-depth=16 $png sixteen_bit.png
make "$work/label.png" -interlace PNG -colorspace gray -depth 8 -define png:color-type=0 \
    -define png:bit-depth=8 $png interlaced.png
# The light modules are clear, over a colour that would hide them on black.
make "$work/label.png" -fuzz 5% -transparent white -define png:color-type=3 $png palette_alpha.png
make "$work/label.png" -fuzz 5% -transparent white -define png:color-type=6 $png rgba.png
make "$work/four.png" -fuzz 5% -transparent white -depth 16 -define png:color-type=6 \
    -define png:bit-depth=16 -interlace PNG $png deep_rgba.png
make "$work/four.png" -fuzz 5% -transparent white -depth 16 -define png:color-type=4 \
    -define png:bit-depth=16 $png deep_grey_alpha.png
make "$work/label.png" -quality 90 jpeg_named.png.jpg && mv jpeg_named.png.jpg jpeg_named.png
make "$work/label.png" -colorspace CMYK -quality 80 cmyk.jpg
make "$work/label.png" -interlace JPEG -quality 80 progressive.jpg
symbol label.txt 3 small.png
symbol label.txt 55 "$work/large.png"
make "$work/large.png" -define png:bit-depth=1 $png large.png
make -size 1x1 xc:white $png one_pixel.png

# ---- as a camera might see it ----
scene='-colorspace gray -fill gray20 -opaque black -fill gray90 -opaque white'
make "$work/label.png" $scene -background gray70 -rotate 7 -quality 80 rotated7.jpg
make "$work/label.png" $scene -rotate 90 -quality 80 rotated90.jpg
make "$work/label.png" $scene -background gray70 -rotate 200 -quality 80 rotated200.jpg
make "$work/label.png" $scene -blur 0x4 -quality 80 blurred.jpg
make "$work/four.png" $scene -quality 40 quality40.jpg
make "$work/label.png" $scene -virtual-pixel background -background gray60 -distort Perspective \
    '0,0 60,40 730,0 690,110 730,730 640,650 0,730 10,700' -quality 80 perspective.jpg
make "$work/label.png" $scene \( -size 730x730 gradient:white-gray15 -rotate 30 -gravity center \
    -crop 730x730+0+0 +repage \) -compose multiply -composite -quality 80 uneven.jpg
make "$work/four.png" $scene -attenuate 1.4 +noise Gaussian -colorspace gray -quality 70 noise.jpg
make "$work/label.png" -negate $png inverted.png
make "$work/label.png" -flop $png mirrored.png
make "$work/label.png" -flop -negate $scene -background gray40 -rotate 12 \
    -quality 80 mirrored_inverted.jpg
make "$work/label.png" -type TrueColor -fill '#6b2f1a' -opaque black -fill '#c89b6a' -opaque white \
    -blur 0x2 -quality 70 clay.jpg

# ---- read in other views than the picture itself ----
symbol label.txt 2 "$work/two.png"
make "$work/two.png" $scene -background gray70 -rotate 20 -blur 0x0.8 -quality 80 tiny.jpg
make "$work/five.png" $scene \( -size 365x365 xc:white -fill gray35 \
    -draw 'polygon 0,0 220,0 120,365 0,365' -blur 0x2 \) -compose multiply -composite \
    -attenuate 0.5 +noise Gaussian -colorspace gray -quality 70 shadow.jpg
make "$work/five.png" $scene -attenuate 3 +noise Gaussian -colorspace gray -quality 70 dark_noise.jpg
make "$work/five.png" -colorspace gray -level-colors 'gray(31),gray(110)' -bordercolor 'gray(109)' \
    -border 121 -background 'gray(109)' -rotate 45 -blur 0x2.2 -quality 26 faded.jpg

# ---- a small symbol in a large picture, two symbols ----
make -size 2400x1800 plasma:brown-tan -blur 0x1 -attenuate 0.4 +noise Gaussian "$work/cloth.png"
make "$work/five.png" $scene -alpha set -background none -rotate 23 "$work/tag.png"
make "$work/cloth.png" "$work/tag.png" -geometry +1500+900 -composite -blur 0x0.8 -quality 55 photo.jpg
make "$work/cloth.png" -quality 55 -resize 50% no_code.jpg
make "$work/label.png" "$work/other.png" +append $png two.png

# ---- other formats ----
convert "$work/four.png" $scene "$work/scene.png"
cwebp -quiet -q 60 "$work/scene.png" -o lossy.webp
make "$work/four.png" -fuzz 5% -transparent white -define png:color-type=6 "$work/clear.png"
heif-enc -q 60 -o clear.heic "$work/clear.png" >/dev/null
cwebp -quiet -lossless -exact rgba.png -o clear.webp
heif-enc -q 50 -o photo.heic "$work/scene.png" >/dev/null
heif-enc -A -q 50 -o photo.avif "$work/scene.png" >/dev/null
convert "$work/scene.png" -depth 16 -define png:bit-depth=16 "$work/deep.png"
heif-enc -q 50 -b 10 -o ten_bit.heic "$work/deep.png" >/dev/null
