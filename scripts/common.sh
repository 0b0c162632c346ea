# Sourced by every script here: moves to the top of the repository and gives each a voice.
# Stops at the first command that fails.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }
complain() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() {
    complain "$*"
    exit 1
}

# node_modules FOLDER: what its package-lock.json names, fetched when that has changed.
node_modules() {
    local folder=$1 wanted have=
    wanted=$(sha256sum <"$folder/package-lock.json")
    [ ! -f "$folder/node_modules/.lock" ] || have=$(cat "$folder/node_modules/.lock")
    [ "$wanted" != "$have" ] || return 0
    say "Fetching the packages of $folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || return 1
    echo "$wanted" >"$folder/node_modules/.lock"
}

# Colours are for people.
[ -t 1 ] || say() { printf '==> %s\n' "$*"; }
