#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Walks the main job on a virtual display: run.sh BUILD [--keep FOLDER]. Screens, PDFs and the count of keys stay in FOLDER.
set -euo pipefail
build=$(readlink -f "$1"); shift
here=$(cd "$(dirname "$0")" && pwd)
export MADO_BUILD_ROOT=$build MADO_SOURCE_ROOT=$(cd "$here/../.." && pwd)
if [ "${1:-}" = --keep ]; then rm -rf "$2"; fi
/usr/bin/python3 "$here/family.py" "$@"
[ "${1:-}" = --keep ] && echo "screens: $2/pictures   slip: $2/desk-*/paper   keys: $2/keys.txt"
