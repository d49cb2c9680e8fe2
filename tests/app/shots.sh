#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pictures of the screens: shots.sh BUILD FOLDER. Two sizes, light and dark, with cases and without; field widgets.
set -euo pipefail
build=$(readlink -f "$1"); mkdir -p "$2"; out=$(readlink -f "$2")
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd)
export MADO_SOURCE_ROOT=$root MADO_BUILD_ROOT=$build
exec /usr/bin/python3 "$here/shots.py" "$build" "$out"
