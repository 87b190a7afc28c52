#!/usr/bin/env bash
# Runs Maven in the repository's root under JDK 25.
set -euo pipefail
scripts=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
JAVA_HOME=$("$scripts/find_jdk.sh")
export JAVA_HOME
if ! command -v mvn > /dev/null; then
    echo "hz3: Maven (mvn) is missing; install it with: scripts/install_packages.sh build" >&2
    exit 1
fi
# Maven's own libraries call what JDK 25 warns of.
export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
cd "$scripts/.."
exec mvn -B --no-transfer-progress -Dstyle.color=never "$@"
