#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# madoguchi-ctl plan: what it writes, what it refuses, and that a refusal leaves nothing behind.
set -eu
ctl=$1
data=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

fail() { echo "not ok: $1" >&2; exit 1; }
refuses() { # STATUS WORDS COMMAND …
  status=$1 words=$2; shift 2
  set +e; "$@" >"$dir/out" 2>"$dir/err"; got=$?; set -e
  [ "$got" = "$status" ] || { cat "$dir/err"; fail "exit status $got of: $*"; }
  grep -q "$words" "$dir/err" || { cat "$dir/err"; fail "does not say '$words': $*"; }
}

# Rates, from JSON and from a table, are the same.
"$ctl" plan rates "$data/kpi-r5.json" --format json >"$dir/json"
"$ctl" plan rates "$data/kpi-r5.csv" --format json >"$dir/csv"
cmp "$dir/json" "$dir/csv" || fail "rates of JSON and CSV differ"
[ "$(grep -c '"class": "achieved"' "$dir/json")" = 6 ] || fail "achieved"
[ "$(grep -c '"class": "ge30"' "$dir/json")" = 13 ] || fail "ge30"
[ "$(grep -c '"class": "lt30_other"' "$dir/json")" = 18 ] || fail "lt30_other"

# Read in, written out: the same tables to the byte.
"$ctl" plan import "$data/plan-r6.json" "$data/kpi-r5.json" --folder "$dir/store" >"$dir/changes"
"$ctl" plan export --folder "$dir/store" --format csv --output "$dir/plan.csv"
"$ctl" plan export --folder "$dir/store" --format csv --kpi --output "$dir/kpi.csv"
cmp "$dir/plan.csv" "$data/plan-r6.csv" || fail "the table of rows differs"
cmp "$dir/kpi.csv" "$data/kpi-r5.csv" || fail "the table of KPI differs"

# A preview, and a fault, write nothing.
sum() { "$ctl" plan export --folder "$dir/store" | cksum; }
before=$(sum)
sed 's/50手続についてオンライン申請を受付/60手続についてオンライン申請を受付/' "$data/plan-r6.csv" >"$dir/changed.csv"
"$ctl" plan import "$dir/changed.csv" --folder "$dir/store" --preview | grep -q '^No 1 ' || fail "the preview tells no change"
[ "$(sum)" = "$before" ] || fail "a preview wrote something"
sed 's/資産税課/資産税果/; s/60手続/70手続/' "$dir/changed.csv" >"$dir/wrong.csv"
refuses 1 '資産税課' "$ctl" plan import "$dir/wrong.csv" --folder "$dir/store"
[ "$(sum)" = "$before" ] || fail "a fault wrote something"
"$ctl" plan import "$dir/changed.csv" --folder "$dir/store" >"$dir/out"
[ "$(grep -c '^No ' "$dir/out")" = 1 ] || fail "more changed than the file says"
[ "$(sum)" != "$before" ] || fail "nothing was written"

# Other officers change nothing else, nor where it stands.
"$ctl" plan export --folder "$dir/store" --format csv --kpi --output "$dir/kpi-before.csv"
printf '職員番号,氏名,担当課\nb001,浜崎　潮,市民課\n' >"$dir/officers.csv"
"$ctl" plan officers "$dir/officers.csv" --folder "$dir/store" >"$dir/out"
"$ctl" plan export --folder "$dir/store" --format csv --kpi --output "$dir/kpi-after.csv"
cmp "$dir/kpi-before.csv" "$dir/kpi-after.csv" || fail "the KPI moved with the officers"
[ "$(sum)" != "$before" ] || fail "the rows went back"

# What cannot be read leaves no folder.
printf '{"initiatives": [' >"$dir/broken.json"
refuses 1 'JSON' "$ctl" plan import "$dir/broken.json" --folder "$dir/none"
for more in '{"initiatives": []}{"items": []}' 'null {"initiatives": []}' '{"initiatives": []} x' '[]]'; do
  printf '%s' "$more" >"$dir/broken.json"
  refuses 1 'whole JSON' "$ctl" plan import "$dir/broken.json" --folder "$dir/none"
done
[ ! -e "$dir/none" ] || fail "a folder was left behind"
refuses 1 'fault' "$ctl" plan import "$dir/absent.json" --folder "$dir/none"
refuses 2 'folder' "$ctl" plan import "$data/plan-r6.json"
refuses 1 'no plan' "$ctl" plan export --folder "$dir"
refuses 1 'no KPI' "$ctl" plan rates "$data/plan-r6.json" --format json
refuses 2 'format' "$ctl" plan rates "$data/kpi-r5.json" --format xml

# The target is the baseline: told, not divided.
sed 's/46手続,31手続/31手続,31手続/; s/達成済,46,31/達成済,31,31/' "$data/kpi-r5.csv" >"$dir/same.csv"
"$ctl" plan rates "$dir/same.csv" --format json >"$dir/out" 2>"$dir/err"
head -2 "$dir/out" | grep -q '"no": 1, "rate": null, "class": "lt30_other"' || fail "a rate without a way"
grep -q 'same as the baseline' "$dir/err" || fail "does not say why"

# April: another organisation from a day on, other officers by one list; a fault changes nothing.
"$ctl" plan import "$data/plan-r6.json" --folder "$dir/april" >/dev/null
"$ctl" plan fix --folder "$dir/april" --as-of 2024-05-31
refuses 1 '港湾課' "$ctl" plan reorganise rename 港湾課 海課 --folder "$dir/april" --as-of 2025-04-01
refuses 2 'as-of' "$ctl" plan reorganise rename 市民課 くらし課 --folder "$dir/april"
refuses 2 'rename' "$ctl" plan reorganise swap 市民課 くらし課 --folder "$dir/april" --as-of 2025-04-01
"$ctl" plan reorganise merge 総務課、人事課 総務人事課 --folder "$dir/april" --as-of 2025-04-01
"$ctl" plan export --folder "$dir/april" --format csv --output "$dir/after.csv"
grep -q 総務人事課 "$dir/after.csv" || fail "the merged department is not in the plan"
grep -qE '(^|、|,)総務課(、|,|$)' "$dir/after.csv" && fail "the old department is still in the plan"
"$ctl" plan export --folder "$dir/april" --format csv --edition 2024-05-31 --output "$dir/edition.csv"
grep -q 総務人事課 "$dir/edition.csv" && fail "an edition has a name of later"
printf '職員番号,担当課\na0001,市民課\na0002,人事かも課\n' >"$dir/officers.csv"
refuses 1 '人事かも課' "$ctl" plan officers "$dir/officers.csv" --folder "$dir/april"
printf '担当課,職員番号,氏名\n市民課,a/1,甲\n総務課,a0002,乙\n' >"$dir/officers.csv"
refuses 1 'row 2, 職員番号' "$ctl" plan officers "$dir/officers.csv" --folder "$dir/april"
refuses 1 'row 3, 担当課' "$ctl" plan officers "$dir/officers.csv" --folder "$dir/april"
printf '職員番号,氏名,担当課\na0001,甲,市民課\na0002,乙,総務人事課\n' | iconv -t CP932 >"$dir/officers.csv"
"$ctl" plan officers "$dir/officers.csv" --folder "$dir/april"
: >"$dir/officers.csv"
refuses 1 'Nobody' "$ctl" plan officers "$dir/officers.csv" --folder "$dir/april"
echo ok
