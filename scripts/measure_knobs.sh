#!/usr/bin/env bash
# Measures what each knob does: builds the lane scale with one other value each, counts instructions and looks at resident sizes on a
# few rows, writes knobs/effects.txt, and makes docs/BUILD_FLAGS_INDEX.md anew. Some fifteen minutes.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

# One other value of each knob that a program on the lane scale can feel; the other knobs' effects are in their meaning.
values=(
    HZ3_REMOTE_STASH=0 HZ3_REMOTE_STASH_BYTES=1048576
    HZ3_TAKE_MAIL=0 HZ3_KEPT_FREES=0
    HZ3_S97_REMOTE_STASH_BUCKET=1 HZ3_S97_REMOTE_STASH_BUCKET=2 HZ3_S97_REMOTE_STASH_BUCKET=6
    HZ3_S44_PREFETCH_DIST=0 HZ3_S44_PREFETCH_DIST=2
    HZ3_NUM_SHARDS=1
    HZ3_ATTACHED_SPANS=2 HZ3_ATTACHED_SPANS_REPLACED=0 HZ3_ATTACHED_PAGES=0
    HZ3_RUN_CACHE_BYTES=0 HZ3_DIRECT_CACHE_BYTES=0 HZ3_DIRTY_BYTES=1048576
    HZ3_TICK_TRAPS=0
    HZ3_OBJECT_STATES=1 HZ3_ENCODED_LINKS=1 HZ3_CANARIES=1 HZ3_RANDOM_PLACES=1 HZ3_ZERO_ON_FREE=1 HZ3_QUARANTINE_BYTES=1048576
    HZ3_LIST_FAILFAST=1 HZ3_XFER_DEBUG=1 HZ3_CENTRAL_DEBUG=1
    HZ3_COUNT=1
)
# Those that have their effect by the clock.
timed=(HZ3_PURGE_DECAY_MS=0 HZ3_TAKE_IDLE_HEAPS=0)
rows=mixed,prodcons_slow,large

# As many builds as get through all rows in the time that a quick run takes.
batch=10

build_lanes scale
folder=$root/target/knobs
mkdir -p "$folder"
for value in "${values[@]}" "${timed[@]}"; do
    "$root/scripts/build_lane.sh" scale "$folder/$value.so" "-D$value"
done
: > "$folder/effects.txt"

# The builds with the values, in one run.
measure() {
    local peers result=$folder/result.json
    rm -f "$result"
    peers=$(printf ",$folder/%s.so" "$@")
    "$root/hz3" bench --quick --runs 3 --row "$rows" --count --subject "$(library_of scale)" --peer "${peers#,}" \
        --json "$result"
    "$root/hz3" bench knobs "$result" "$folder/part.txt"
    cat "$folder/part.txt" >> "$folder/effects.txt"
}

measure "${timed[@]}"
# For the others the clock stands still, so that no count depends on how fast the machine is.
export HZ3_PURGE_DECAY_MS=600000
for ((first = 0; first < ${#values[@]}; first += batch)); do
    measure "${values[@]:first:batch}"
done
cp "$folder/effects.txt" "$root/knobs/effects.txt"
make -C "$root" flags_index
