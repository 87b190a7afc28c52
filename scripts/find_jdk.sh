#!/usr/bin/env bash
# Prints the home of a JDK of version 25 or later: $JAVA_HOME if it is one, else the first in the usual folders.
set -euo pipefail
shopt -s nullglob

# is_new_enough HOME: it has a compiler, and its release file names version 25 or later.
is_new_enough() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${version:-0}" -ge 25 ]
}

for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/* "${HOME:-/root}"/.sdkman/candidates/java/* /opt/*; do
    if is_new_enough "$home"; then
        echo "$home"
        exit 0
    fi
done
echo "hz3: no JDK 25 or later in JAVA_HOME, /usr/lib/jvm, ~/.sdkman and /opt; install one and set JAVA_HOME to its folder" >&2
exit 1
