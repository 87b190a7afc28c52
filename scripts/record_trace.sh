#!/usr/bin/env bash
# Runs a program with the lane trace preloaded; see usage below. Input, output and exit code are the program's own. At the end there is
# a line on standard error for each trace: each process that exits, or makes more than 64 KiB of records, has one of its own.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"
shopt -s nullglob

usage="usage: ./hz3 trace record [-o FILE] -- PROGRAM [ARGUMENT...]"
file=
while [ $# -gt 0 ]; do
    case $1 in
        -o) [ $# -ge 2 ] || fail "-o needs a file; $usage" 2; file=$2; shift ;;
        --) shift; break ;;
        -*) fail "unknown option $1; $usage" 2 ;;
        *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || fail "no program given; $usage" 2
[ -n "$file" ] || file=${1##*/}.trace
[[ $file == /* ]] || file=$PWD/$file

folder=${file%/*}/
[ -d "$folder" ] && [ -w "$folder" ] || fail "no trace can be made in $folder; with -o, give a folder where you may write" 2
for old in "$file" "$file".[0-9]*; do
    [ ! -e "$old" ] || fail "$old is there already; remove it, or give another name with -o" 2
done

# A signal from the terminal is the program's; what it leaves is still told.
trap : INT TERM
code=0
HZ3_TRACE_FILE=$file "$root/scripts/run_program.sh" --lane trace -- "$@" || code=$?

traces=()
for new in "$file" "$file".[0-9]*; do
    [ ! -e "$new" ] || traces+=("$new")
done
if [ ${#traces[@]} -gt 0 ]; then
    "$root/hz3" bench trace recorded -- "${traces[@]}"
elif [ "$code" -ne 2 ] && [ "$code" -ne 126 ] && [ "$code" -ne 127 ]; then
    echo "hz3: nothing was recorded; a program that is killed or leaves by _exit or exec loses its last 64 KiB of records a thread" >&2
fi
exit "$code"
