# What the front command's scripts share; to be sourced. $root is the repository's root.
# shellcheck shell=bash

root=$(readlink -f "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..")

# fail MESSAGE [EXIT]: one line on standard error, then the end.
fail() {
    echo "hz3: $1" >&2
    exit "${2:-1}"
}

# The names of all lanes, one a line.
lane_names() {
    find "$root/lanes" -name '*.lane' -printf '%f\n' | sed 's/\.lane$//' | sort
}

library_of() {
    echo "$root/libhakozuna_hz3_$1.so"
}

require_lane() {
    grep -qxF -- "$1" <(lane_names) || fail "unknown lane $1; the lanes are $(lane_names | paste -sd ' ')" 2
}

# build_lanes NAME...: brings the lanes up to date, installing what that needs; what is said goes to standard error.
build_lanes() {
    "$root/scripts/install_packages.sh" build >&2
    local compiler=${CC:-gcc}
    command -v "${compiler%% *}" > /dev/null || fail "the C compiler ${compiler%% *} is missing; install it or set CC"
    make --no-print-directory -j "$(nproc)" -C "$root" "${@/#/all_ldpreload_}" >&2
}
