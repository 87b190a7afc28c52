#!/usr/bin/env bash
# Runs every test of every module on freshly built lanes, and sums them up. Arguments go to Maven: -Dtest=NAME and the like.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

"$root/scripts/install_packages.sh" test
mapfile -t lanes < <(lane_names)
build_lanes "${lanes[@]}"
mkdir -p "$root/target"
log=$root/target/hz3-test.log
exit_code=0
"$root/scripts/mvn.sh" --fail-at-end -Dsurefire.failIfNoSpecifiedTests=false verify "$@" 2>&1 | tee "$log" || exit_code=$?

echo
grep -E '^\[ERROR\]   [^ ]' "$log" | sort -u || true
# A module's sum is the line without a time.
sed -n 's/^\[[A-Z]*\] Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\)$/\1 \2 \3 \4/p' "$log" \
    | awk '{ run += $1; failed += $2; errors += $3; skipped += $4 }
        END { printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n", run, failed, errors, skipped }'
[ "$exit_code" -eq 0 ] || fail "the tests or the build failed; the whole log is in $log" "$exit_code"
