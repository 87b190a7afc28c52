#!/usr/bin/env bash
# Links a lane's C and a program's source into one executable, so that a tool of the compiler sees both: sanitizers, the fuzzer.
#   scripts/build_program.sh LANE OUTPUT SOURCE OPTION...
# The program calls the lane's functions (verify/src/fuzz/native/entry.h); the rest of the process keeps the system's malloc. CC names
# another compiler than gcc; the options go to it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

[ $# -ge 3 ] || fail "usage: scripts/build_program.sh LANE OUTPUT SOURCE OPTION..." 2
lane=$1
output=$2
source=$3
shift 3
generated=$root/preload/target
definitions=$("$root/scripts/knobs.sh" defines "$lane")
cc=${CC:-gcc}

exec 9< "$root/Makefile"
flock -s 9
[ -f "$generated/c/all.c" ] || fail "$generated/c/all.c is missing; make it with: make generated_c"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck disable=SC2086
$cc -std=gnu11 -g -fno-strict-aliasing -fwrapv -fno-builtin-malloc -fno-builtin-calloc -fno-builtin-realloc -fno-builtin-free -w \
    -iquote "$generated/c" -I "$root/preload/src/main/native" -I "$generated/include" -Dmain=hz3_unused_main $definitions "$@" \
    -c -o "$work/lane.o" "$generated/c/all.c"
$cc -std=gnu11 -g -Wall -Wextra -fno-builtin -pthread -include "$root/verify/src/fuzz/native/entry.h" "$@" -c -o "$work/program.o" "$source"
$cc -pthread "$@" -o "$output" "$work/program.o" "$work/lane.o" -ldl
