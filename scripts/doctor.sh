#!/usr/bin/env bash
# Looks at what hz3 needs, a line each, and says what to do where something is missing. Ends with 1 if something needed is.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

exit_code=0

# say STATE NEED FINDING
say() {
    printf '%-8s %-12s %s\n' "$1" "$2" "$3"
}

# need NAME SCRIPT_ARGUMENT COMMAND...: all the commands are there.
need() {
    local name=$1 for_what=$2 command
    shift 2
    for command in "$@"; do
        if ! command -v "$command" > /dev/null; then
            say missing "$name" "no $command; install it with: scripts/install_packages.sh $for_what"
            exit_code=1
            return
        fi
    done
    say ok "$name" "$(command -v "$1")"
}

if jdk=$("$root/scripts/find_jdk.sh" 2>&1); then
    say ok JDK "$jdk"
else
    say missing JDK "${jdk#hz3: }"
    exit_code=1
fi
need Maven build mvn
need gcc build "${CC:-gcc}"
need binutils build ld nm readelf
need make build make
need valgrind test valgrind

case $(cat /proc/sys/vm/overcommit_memory) in
    2) say note overcommit "strict (2): memory counts when an allocation commits it; if programs get none, try: sysctl vm.overcommit_memory=0" ;;
    *) say ok overcommit "the arena's reservation costs nothing" ;;
esac
pages=/sys/kernel/mm/transparent_hugepage/enabled
if [ -r "$pages" ] && grep -q '\[always\]' "$pages"; then
    say note "huge pages" "always: resident sizes come out larger; for measurements: echo madvise > $pages"
else
    say ok "huge pages" "not forced on every mapping"
fi
limit=$(ulimit -v)
if [ "$limit" = unlimited ]; then
    say ok "ulimit -v" unlimited
else
    say note "ulimit -v" "$limit KiB: the arena shrinks to fit, and direct mappings serve the rest; lift it with: ulimit -v unlimited"
fi

unbuilt=()
while read -r lane; do
    [ -e "$(library_of "$lane")" ] || unbuilt+=("$lane")
done < <(lane_names)
if [ ${#unbuilt[@]} -eq 0 ]; then
    say ok lanes "all built"
else
    say note lanes "not built yet: ${unbuilt[*]}; build with: ./hz3 build ${unbuilt[*]}"
fi
exit "$exit_code"
