#!/usr/bin/env bash
# Runs a program of the insight module straight from its sources:
#   scripts/insight.sh StatsCommand FILE... | AdviseCommand FILE PROGRAM...
set -euo pipefail
scripts=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
jdk=$("$scripts/find_jdk.sh")
exec "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$scripts/../insight/src/main/java/io/hakozuna/hz3/insight/$1.java" "${@:2}"
