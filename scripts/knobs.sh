#!/usr/bin/env bash
# Asks the declarations of the knobs and lanes, straight from their Java sources, so that no build has to come first:
#   scripts/knobs.sh defines LANE [-DHZ3_X=1 ...] | list | header FILE | index [--check] FILE EFFECTS
set -euo pipefail
scripts=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
jdk=$("$scripts/find_jdk.sh")
exec "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    "$scripts/../knobs/src/main/java/io/hakozuna/hz3/knobs/LaneDefines.java" --lanes "$scripts/../lanes" "$@"
