#!/usr/bin/env bash
# Runs a program with a lane preloaded; see usage below. It becomes the program, so exit code and signals are the program's own.
# Ends with 2 for a wrong call, 127 if the program is not there, and 126 if it cannot run or the preload could not act in it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

usage="usage: ./hz3 run [--lane NAME] [--stats] -- PROGRAM [ARGUMENT...]"
lane=scale
settings=()
while [ $# -gt 0 ]; do
    case $1 in
        --lane) [ $# -ge 2 ] || fail "--lane needs a name; $usage" 2; lane=$2; shift ;;
        --lane=*) lane=${1#--lane=} ;;
        --stats) settings+=(HZ3_STATS=1) ;;
        --) shift; break ;;
        -*) fail "unknown option $1; $usage" 2 ;;
        *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || fail "no program given; $usage" 2

# The first bytes of a file in hex, or nothing where it cannot be read.
first_bytes() {
    { head -c 20 -- "$1" | od -An -v -tx1 | tr -d ' \n'; } 2> /dev/null
}

# require_program FILE NAME: FILE can be run and preloaded. NAME is what the user or a script calls it.
require_program() {
    local file=$1 name=$2 bytes
    [ -e "$file" ] || fail "no program $name; check its name and PATH" 127
    [ ! -d "$file" ] || fail "$name is a folder, not a program" 126
    [ -x "$file" ] || fail "$name is not executable; allow it with: chmod +x $name" 126
    bytes=$(first_bytes "$file") || return 0
    case $bytes in
        7f454c46*) require_preloadable "$file" "$name" "$bytes" ;;
        2321*) require_interpreter "$file" "$name" ;;
    esac
}

# require_preloadable FILE NAME FIRST_BYTES: the dynamic loader will take the lane into this ELF program.
require_preloadable() {
    local file=$1 name=$2 bytes=$3 own headers
    own=$(first_bytes "/proc/$$/exe")
    # Byte 4 is the class, 1 for 32 and 2 for 64 bits; bytes 18 and 19 are the machine.
    [ "${bytes:8:2}" != 01 ] || fail "$name is a 32-bit program; the lanes are 64-bit, so the preload cannot act in it" 126
    [ "${bytes:36:4}" = "${own:36:4}" ] || fail "$name is for another machine; the preload cannot act in it" 126
    if { [ -u "$file" ] && [ "$(stat -Lc %u -- "$file")" != "$(id -u)" ]; } \
        || { [ -g "$file" ] && [ "$(stat -Lc %g -- "$file")" != "$(id -g)" ]; }; then
        fail "$name changes the user or group it runs as, and the system then ignores a preload; run it as its owner, or a copy of it" 126
    fi
    if headers=$(readelf -lW -- "$file" 2> /dev/null); then
        grep -q INTERP <<< "$headers" || fail "$name is a static program; the preload cannot act in it, so link it dynamically" 126
        ! grep -q ld-musl <<< "$headers" || fail "$name runs on musl and the lanes on glibc; the preload cannot act in it" 126
    fi
}

# require_interpreter FILE NAME: the same for what a script's first line names, through env(1) too.
require_interpreter() {
    local first interpreter words word target
    IFS= read -r first < <(tr -d '\0' < "$1") || true
    read -r -a words <<< "${first#\#!}"
    interpreter=${words[0]:-}
    [ -e "$interpreter" ] || fail "the script $2 asks for the interpreter '$interpreter', which is not there" 127
    require_program "$interpreter" "$interpreter"
    [ "${interpreter##*/}" = env ] || return 0
    for word in "${words[@]:1}"; do
        case $word in
            -* | *=*) ;;
            *)
                target=$(type -P -- "$word") || fail "the script $2 asks for $word, which is not in PATH" 127
                require_program "$target" "$word"
                return
                ;;
        esac
    done
}

require_lane "$lane"
library=$(library_of "$lane")
case $library in
    *[[:space:]:]*) fail "LD_PRELOAD cannot hold $library, for its space or colon; move the checkout to a folder without" ;;
esac
case $1 in
    */*) file=$1 ;;
    *) file=$(type -P -- "$1") || fail "no program $1 in PATH; check its name, or give its path" 127 ;;
esac
require_program "$file" "$1"
[ -e "$library" ] || build_lanes "$lane"
exec env "LD_PRELOAD=$library${LD_PRELOAD:+:$LD_PRELOAD}" "${settings[@]}" "$@"
