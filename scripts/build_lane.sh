#!/usr/bin/env bash
# Compiles the C that TeaVM made of the Java sources into the shared object of one lane.
#   scripts/build_lane.sh LANE OUTPUT [DEFINITIONS]
# DEFINITIONS go over the lane's own values: "-DHZ3_X=1 -DHZ3_Y=2". CC names another compiler than gcc, HZ3_CFLAGS_EXTRA more of
# its options. A build that fails leaves OUTPUT as it was.
set -euo pipefail

fail() {
    echo "hz3: $1" >&2
    exit "${2:-1}"
}

[ $# -eq 2 ] || [ $# -eq 3 ] || fail "usage: scripts/build_lane.sh LANE OUTPUT [DEFINITIONS]" 2
lane=$1
output=$2
root=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/..")
generated=$root/preload/target
native=$root/preload/src/main/native
cc=${CC:-gcc}

command -v "${cc%% *}" > /dev/null || fail "the C compiler ${cc%% *} is missing; install it with scripts/install_packages.sh build or set CC"
definitions=$("$root/scripts/knobs.sh" defines "$lane" ${3:+"$3"})

# Whoever generates the C holds this lock alone.
exec 9< "$root/Makefile"
flock -s 9
for file in c/all.c include/hz3_knobs.h include/hz3_text.h; do
    [ -f "$generated/$file" ] || fail "$generated/$file is missing; make it with: make generated_c"
done

work=$(mktemp -d)
trap 'rm -rf "$work" "$output.new.$$"' EXIT

# exports.txt has a line NAME=TARGET for each exported name and the function of ours behind it. The names are aliases made by the
# assembler: a C declaration would clash with libc's prototypes, and ld's --defsym loses its targets to --gc-sections.
sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$native/exports.txt" > "$work/exports"
sed 's/=.*//' "$work/exports" | sort > "$work/names"
{
    echo '{ global:'
    sed 's/$/;/' "$work/names"
    echo 'local: *; };'
} > "$work/exports.map"
{
    # Static, so that the compiler takes it for dead in lanes that do not trace, or have no guards: their code is as if it were not there.
    sed -n 's/^extern \(.* meth_ihhc_.*\)/static \1/; s/int\([0-9]*\)_t/__INT\1_TYPE__/g; /^static/p' \
        "$generated"/c/classes/io/hakozuna/hz3/core/{Trace*,Guards,MappingGuards}.h
    echo '#include "all.c"'
    sed 's/\(.*\)=\(.*\)/__asm__(".globl \1\\n.type \1, @function\\n.set \1, \2");/' "$work/exports"
} > "$work/lane.c"

# Words of CC, the definitions and the extra options are split on purpose.
# shellcheck disable=SC2086
if ! $cc -std=gnu11 -O3 -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections -fno-strict-aliasing -fwrapv -fno-plt \
    -ftls-model=initial-exec -fno-builtin-malloc -fno-builtin-calloc -fno-builtin-realloc -fno-builtin-free -w \
    -iquote "$generated/c" -I "$native" -I "$generated/include" -Dmain=hz3_unused_main $definitions ${HZ3_CFLAGS_EXTRA:-} \
    -shared -Wl,--gc-sections -Wl,-z,now -Wl,-z,relro -Wl,-z,initfirst -Wl,-z,nodelete -Wl,-Bsymbolic-functions \
    -Wl,--version-script="$work/exports.map" -o "$output.new.$$" "$work/lane.c" > "$work/log" 2>&1; then
    tail -n 40 "$work/log" >&2
    fail "${cc%% *} could not build lane $lane; its messages are above"
fi
missing=$(nm -D --defined-only "$output.new.$$" | sed 's/.* //' | sort | comm -23 "$work/names" - | xargs)
[ -z "$missing" ] || fail "nothing in the C is behind these names of exports.txt: $missing; export their targets from the Java entry points"
mv -f "$output.new.$$" "$output"
