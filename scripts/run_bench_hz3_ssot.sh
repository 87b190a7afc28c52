#!/usr/bin/env bash
# The SSOT triage: the cases small, medium, mixed and dist_app under hz3 and every allocator of this machine, interleaved; and, where
# there is a base to judge against, GO or NO-GO by mixed and dist_app. Synthetic remote-heavy cases run too and count as secondary.
# Settings are variables; scripts/run_bench_hz3_ssot.sh.env has them all. For example, does a flag pay?
#   HZ3_LDPRELOAD_DEFS_EXTRA="-DHZ3_ATTACHED_SPANS=4" scripts/run_bench_hz3_ssot.sh
# Ends with 0 (GO, or nothing to judge), 3 (NO-GO), 1 (a run failed) or 2 (a wrong setting).
set -euo pipefail
scripts=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=scripts/lib.sh
. "$scripts/lib.sh"
# shellcheck source=scripts/run_bench_hz3_ssot.sh.env
. "$scripts/run_bench_hz3_ssot.sh.env"

# In the original this was the whole list of a lane's definitions. A lane has its own here, so that the list would be half a truth.
[ -z "${HZ3_LDPRELOAD_DEFS:-}" ] || fail "HZ3_LDPRELOAD_DEFS is not taken: lanes/$HZ3_LANE.lane has the lane's definitions, and \
HZ3_LDPRELOAD_DEFS_EXTRA what differs from them" 2
[[ $HZ3_MAKE_ARGS != *HZ3_DEFS_EXTRA* ]] || fail "HZ3_MAKE_ARGS cannot set HZ3_DEFS_EXTRA; HZ3_LDPRELOAD_DEFS_EXTRA is for that" 2
for name in RUNS ITERS WS FLOOD_SECONDS FLOOD_SIZE FLOOD_BATCH FLOOD_TIMEOUT; do
    [[ ${!name} =~ ^[1-9][0-9]*$ ]] || fail "$name must be a whole number above 0, not '${!name}'" 2
done
for name in SKIP_BUILD HZ3_CLEAN RUN_FLOOD FLOOD_TOUCH; do
    [[ ${!name} =~ ^[01]$ ]] || fail "$name must be 0 or 1, not '${!name}'" 2
done
for name in HZ3_SO BASE_SO MIMALLOC_SO TCMALLOC_SO JEMALLOC_SO BENCH_BIN; do
    [ -z "${!name}" ] || [ -f "${!name}" ] || fail "$name: no such file ${!name}" 2
done
[ -z "$BENCH_BIN" ] || [ -x "$BENCH_BIN" ] || fail "BENCH_BIN is not executable: $BENCH_BIN" 2
[[ $FLOOD_THREADS =~ ^[1-9][0-9]*(\ +[1-9][0-9]*)*$ ]] || fail "FLOOD_THREADS must be whole numbers, not '$FLOOD_THREADS'" 2

read -ra make_args <<< "$HZ3_MAKE_ARGS"
for word in "${make_args[@]}"; do
    # So that the build with a flag, which make has no part in, gets the same compiler.
    [[ ! $word =~ ^[A-Za-z_0-9]+= ]] || export "${word?}"
done

flags=$HZ3_LDPRELOAD_DEFS_EXTRA
so=$HZ3_SO
if [ -z "$so" ]; then
    require_lane "$HZ3_LANE"
    so=$(library_of "$HZ3_LANE")
    if [ "$SKIP_BUILD" = 0 ]; then
        [ "$HZ3_CLEAN" = 0 ] || make --no-print-directory -C "$root" clean >&2
        "$scripts/install_packages.sh" build >&2
        make --no-print-directory -C "$root" "${make_args[@]}" "all_ldpreload_$HZ3_LANE" >&2
    fi
    [ -f "$so" ] || fail "$so is not built; leave SKIP_BUILD=1 out"
    if [ -n "$flags" ]; then
        built=$(mktemp -d)
        trap 'rm -rf "$built"' EXIT
        "$scripts/build_lane.sh" "$HZ3_LANE" "$built/libhakozuna_hz3_flags.so" "$flags"
        BASE_SO=${BASE_SO:-$so}
        so=$built/libhakozuna_hz3_flags.so
    fi
elif [ -n "$flags" ]; then
    fail "HZ3_SO is built already, so HZ3_LDPRELOAD_DEFS_EXTRA cannot act on it; leave one of them out" 2
fi

if [ -z "$LOG_DIR" ]; then
    revision=$(git -C "$root" describe --always --dirty --abbrev=10 2> /dev/null || echo none)
    LOG_DIR=${TMPDIR:-/tmp}/hz3_ssot_${revision}_$(date +%Y%m%d_%H%M%S)
fi
options=(--hz3 "$so" --log "$LOG_DIR" --runs "$RUNS" --iters "$ITERS" --ws "$WS" "--flags=$flags")
[ -z "$BASE_SO" ] || options+=(--base "$BASE_SO")
[ -z "$MIMALLOC_SO" ] || options+=(--peer "mimalloc=$MIMALLOC_SO")
[ -z "$TCMALLOC_SO" ] || options+=(--peer "tcmalloc=$TCMALLOC_SO")
[ -z "$JEMALLOC_SO" ] || options+=(--peer "jemalloc=$JEMALLOC_SO")
[ -z "$BENCH_BIN" ] || options+=(--bench-bin "$(readlink -f "$BENCH_BIN")")
[ -z "$BENCH_EXTRA_ARGS" ] || options+=("--extra=$BENCH_EXTRA_ARGS")
if [ "$RUN_FLOOD" = 1 ]; then
    options+=("--flood=$FLOOD_THREADS" "--flood-arguments=$FLOOD_SECONDS $FLOOD_SIZE $FLOOD_BATCH $FLOOD_TOUCH" --flood-timeout "$FLOOD_TIMEOUT")
fi
"$root/hz3" bench ssot "${options[@]}"
