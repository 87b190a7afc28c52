#!/usr/bin/env bash
# Runs a program once on the lane that counts, then says which lane and knobs would fit it; see usage below. Input, output and exit code
# are the program's own, and the advice comes on standard error.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

usage="usage: ./hz3 advise -- PROGRAM [ARGUMENT...]"
case ${1:-} in
    --) shift ;;
    -*) fail "unknown option $1; $usage" 2 ;;
esac
[ $# -gt 0 ] || fail "no program given; $usage" 2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# A signal from the terminal is the program's; what it leaves is still told.
trap : INT TERM
code=0
HZ3_STATS=1 HZ3_STATS_FILE=$folder/counts "$root/scripts/run_program.sh" --lane count -- "$@" || code=$?
if [ -s "$folder/counts" ]; then
    "$root/scripts/insight.sh" AdviseCommand "$folder/counts" "$@" >&2 || fail "no advice; the reason is above"
elif [ "$code" -lt 126 ]; then
    fail "$1 left no counts: it was killed, or it ends without the C library's exit"
fi
exit "$code"
