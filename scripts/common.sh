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

# Colours are for people.
[ -t 1 ] || say() { printf '==> %s\n' "$*"; }
