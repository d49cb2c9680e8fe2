#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# madoguchi-ctl slip decode|encode on the published vectors: ctl, source root.
set -eu
ctl=$1
vectors=$2/tests/vectors/slip.json
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

python3 - "$vectors" "$dir" <<'P'
import json, sys
vectors, out = json.load(open(sys.argv[1])), sys.argv[2]
for i, v in enumerate(vectors["slips"]):
    open(f"{out}/{i}.txt", "w").write(v["text"] + "\n")
    json.dump(v["slip"], open(f"{out}/{i}.json", "w"))
for i, v in enumerate(vectors["broken"]):
    open(f"{out}/b{i}.{v['error']}", "w").write(v["text"])
P

same() { # FILE FILE: equal but for `expired`, which depends on the day of the test
  python3 - "$1" "$2" <<'P'
import json, sys
a, b = (json.load(open(p)) for p in sys.argv[1:])
a.pop("expired"), b.pop("expired")
sys.exit(0 if a == b else f"{sys.argv[1]} and {sys.argv[2]} differ")
P
}

for text in "$dir"/[0-9].txt; do
  json=${text%.txt}.json
  "$ctl" slip decode "$vectors" "$text" >"$dir/read"
  same "$dir/read" "$json"
  "$ctl" slip encode "$vectors" - <"$dir/read" >"$dir/made"
  "$ctl" slip decode "$vectors" "$dir/made" >"$dir/again"
  case $text in */4.txt) ;; *) same "$dir/again" "$json" ;; esac
done

for text in "$dir"/b*; do
  if "$ctl" slip decode "$vectors" "$text" >/dev/null 2>"$dir/error"; then
    echo "$text was taken"; exit 1
  fi
  grep -q "^${text##*.}: " "$dir/error" || { echo "$text: $(cat "$dir/error")"; exit 1; }
done

"$ctl" slip decode "$dir/none" "$dir/0.txt" 2>"$dir/error" && exit 1
grep -q '^not-found: ' "$dir/error"
echo '{"record": 3}' | "$ctl" slip encode "$vectors" 2>"$dir/error" && exit 1
grep -q '^invalid: ' "$dir/error"
echo '[' | "$ctl" slip encode "$vectors" 2>"$dir/error" && exit 1
grep -q '^invalid: ' "$dir/error"
echo "all vectors read and made"
