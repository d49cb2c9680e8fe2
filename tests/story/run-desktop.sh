#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The demo city on this display: a server, one enrolled desk (市民課), and its desktop, signed in.
# run-desktop.sh BUILD; the city is kept in BUILD/demo, so that the next start goes on where this one ended.
set -euo pipefail
build=$(readlink -f "$1"); demo=$build/demo; mkdir -p "$demo"
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd)
export MADO_PACK_DIR=${MADO_PACK_DIR:-$root/data/city} MADO_MODULE_DIR=$build/src MADO_LOCALE_DIR=$build/po
case "${LANG:-}" in ja*) ;; *) export LANGUAGE=${LANGUAGE:-ja} ;; esac
rm -f "$demo/port"
"$build/src/server/madoguchi-server" --data "$demo/server" --port "$(cat "$demo/last-port" 2>/dev/null || echo 0)" \
  --pack "$MADO_PACK_DIR" --port-file "$demo/port" --first-file "$demo/first" >>"$demo/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true' EXIT
until [ -s "$demo/port" ]; do
  kill -0 $server 2>/dev/null || { tail -5 "$demo/server.log" >&2; exit 1; }
  read -rt 0.1 <> <(:) || true
done
port=$(cat "$demo/port"); echo "$port" >"$demo/last-port"
profile=$demo/desk
if [ ! -f "$profile/profile.ini" ]; then
  awk -F'\t' '$1 == "account" { print "  " $4 ": " $2 " / " $3 }' "$demo/first"
  staff=$(awk -F'\t' '$1 == "account" { print $2; exit }' "$demo/first")
  (umask 077; awk -F'\t' '$1 == "account" { print $3; exit }' "$demo/first" >"$demo/password")
  "$build/src/ctl/madoguchi-ctl" place enrol --server "http://127.0.0.1:$port" --code "$(awk -F'\t' '$1 == "code" { print $2 }' "$demo/first")" \
    --scope "$(awk -F'\t' '$1 == "account" { print $5; exit }' "$demo/first")" --name "窓口 1" --profile "$profile" \
    --staff "$staff" --password-file "$demo/password"
  # The city's plan, read in by its promotion officer at a place of his own.
  code=$(awk -F'\t' '$1 == "code" { print $2 }' "$demo/first")
  (umask 077; awk -F'\t' '$1 == "account" && $2 == "suishin" { print $3; exit }' "$demo/first" >"$demo/officer-password")
  officer=(--profile "$demo/officer" --staff suishin --password-file "$demo/officer-password")
  "$build/src/ctl/madoguchi-ctl" place enrol --server "http://127.0.0.1:$port" --code "$code" --name "推進員" \
    --scope "$(awk -F'\t' '$1 == "account" && $2 == "suishin" { print $5; exit }' "$demo/first")" "${officer[@]}"
  "$build/src/ctl/madoguchi-ctl" plan import "$MADO_PACK_DIR"/plan/{departments,plan,kpi}.json "${officer[@]}" | tail -1
  "$build/src/ctl/madoguchi-ctl" place send "${officer[@]}"
  printf '[counter]\na4-printer=folder:%s\nlast-staff=%s\n' "$demo/paper" "$staff" >"$profile/preferences.ini"
fi
echo "staff number and password: $(awk -F'\t' '$1 == "account" { print $2 " / " $3; exit }' "$demo/first")   printed slips: $demo/paper"
"$build/src/app/madoguchi" --profile "$profile" --password-file "$demo/password"
