#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Codes in picture files: what is printed, and that a damaged file stops nothing.
set -euo pipefail
ctl=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
qrencode -l M -s 4 -o one.png 'MG1:6BFOXN*TS0BI$ZD.P0 %+-/:'
qrencode -l M -s 4 -8 -o two.png '住民票の写し'
convert one.png two.png -background white -gravity center +append -colorspace gray both.pgm
convert -size 300x200 xc:white nothing.png
printf 'not a picture' >broken.png
head -c 300 one.png >cut.png

"$ctl" qr decode one.png two.png both.pgm nothing.png >out
[ "$(wc -l <out)" = 4 ]
hex() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }
field() { sed -n "$1p" out | cut -f"$2"; }
[ "$(field 1 1)" = one.png ]
want=$(field 1 3)
[[ "$(field 1 2)" =~ ^[0-9]+\.[0-9]+$ ]]
[ "$(field 1 3)" = "$(hex 'MG1:6BFOXN*TS0BI$ZD.P0 %+-/:')" ]
[ "$(field 2 3)" = "$(hex '住民票の写し')" ]
[ "$(field 3 3 | tr ' ' '\n' | sort | tr '\n' ' ')" = "$(printf '%s\n' "$(field 1 3)" "$(field 2 3)" | sort | tr '\n' ' ')" ]
[ -z "$(field 4 3)" ]

if "$ctl" qr decode broken.png one.png cut.png /nowhere/x.png two.png >out 2>err; then exit 1; fi
[ "$(cut -f1 out | tr '\n' ' ')" = 'one.png two.png ' ]
[ "$(grep -c . err)" -ge 3 ]
grep -q '^broken.png: ' err
grep -q '^/nowhere/x.png: ' err

# Pictures of every kind that comes along, names of every kind.
convert one.png -colorspace CMYK cmyk.jpg
convert one.png -depth 16 -define png:bit-depth=16 deep.png
convert one.png -rotate 90 turned.gif
convert one.png -negate inverted.bmp
convert one.png -flop mirrored.tif
convert one.png -alpha set -channel A -evaluate set 60% glass.png
convert one.png -define webp:lossless=true web.webp
cp one.png $'na\tme\n.png'
cp one.png 写真.png
"$ctl" qr decode cmyk.jpg deep.png turned.gif inverted.bmp mirrored.tif glass.png web.webp $'na\tme\n.png' 写真.png >out
[ "$(cut -f3 out | sort -u)" = "$want" ]
[ "$(cut -f1 out | tr '\n' ' ')" = 'cmyk.jpg deep.png turned.gif inverted.bmp mirrored.tif glass.png web.webp na?me?.png 写真.png ' ]

if "$ctl" qr decode 2>err; then exit 1; fi
