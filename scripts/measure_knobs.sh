#!/usr/bin/env bash
# Measures what each knob does: builds the lane scale with one other value each, counts instructions and looks at resident sizes on a
# few rows, writes knobs/effects.txt, and makes docs/BUILD_FLAGS_INDEX.md anew. Some ten minutes.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

# One other value of each knob that a program on the lane scale can feel; the other knobs' effects are in their meaning.
values=(
    HZ3_REMOTE_STASH=0 HZ3_REMOTE_STASH_BYTES=262144
    HZ3_S97_REMOTE_STASH_BUCKET=1 HZ3_S97_REMOTE_STASH_BUCKET=2 HZ3_S97_REMOTE_STASH_BUCKET=6
    HZ3_S44_PREFETCH_DIST=0 HZ3_S44_PREFETCH_DIST=2
    HZ3_NUM_SHARDS=1
    HZ3_ATTACHED_SPANS=2 HZ3_ATTACHED_SPANS_REPLACED=0 HZ3_ATTACHED_PAGES=0
    HZ3_RUN_CACHE_BYTES=0 HZ3_DIRECT_CACHE_BYTES=0 HZ3_DIRTY_BYTES=1048576
    HZ3_PURGE_DECAY_MS=0 HZ3_TAKE_IDLE_HEAPS=0 HZ3_TICK_TRAPS=0
    HZ3_LIST_FAILFAST=1 HZ3_XFER_DEBUG=1 HZ3_CENTRAL_DEBUG=1
    HZ3_COUNT=1
)
rows=mixed,mt2_r90,larson2,large,thread_churn8

build_lanes scale
folder=$root/target/knobs
mkdir -p "$folder"
peers=
for value in "${values[@]}"; do
    "$root/scripts/build_lane.sh" scale "$folder/$value.so" "-D$value"
    peers+=,$folder/$value.so
done
"$root/hz3" bench --quick --runs 3 --row "$rows" --count --subject "$(library_of scale)" --peer "${peers#,}" --json "$folder/result.json"
"$root/hz3" bench knobs "$folder/result.json" "$root/knobs/effects.txt"
make -C "$root" flags_index
