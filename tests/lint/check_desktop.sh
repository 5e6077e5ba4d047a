#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_desktop.sh FILE.desktop...: menus can read the entries, and nothing in them is only allowed for now.
set -eu
if ! command -v desktop-file-validate >/dev/null; then
    echo "desktop-file-validate is not here: run script/setup --tests." >&2
    exit 77
fi
said=$(desktop-file-validate "$@" 2>&1) || true
[ -z "$said" ] || {
    printf '%s\n' "$said"
    exit 1
}
echo "The menu's entries are as they should be."
