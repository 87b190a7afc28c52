#!/usr/bin/env bash
# Installs the Debian packages that are missing here and leaves the machine alone when none is.
#   scripts/install_packages.sh build   what the build needs
#   scripts/install_packages.sh test    that and what the tests run (the default)
#   scripts/install_packages.sh verify  what the build and ./hz3 verify need
#   scripts/install_packages.sh bench   what the build needs, the bench's peers, and the programs of its rows
# JDK 25 is not among Debian 12's packages: the build takes it from JAVA_HOME.
set -euo pipefail

missing=()

# need PACKAGE [COMMAND]: the package is needed unless it, or the command from wherever, is there.
need() {
    if [ $# -gt 1 ] && command -v "$2" > /dev/null; then
        return
    fi
    if [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2> /dev/null)" != installed ]; then
        missing+=("$1")
    fi
}

# The test package of the distribution's own Python; before that is installed its version is not known.
need_python_tests() {
    local version
    if version=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2> /dev/null); then
        /usr/bin/python3 -c 'import test.test_json' 2> /dev/null || missing+=("libpython$version-testsuite")
    fi
}

# A Java 17 with its compiler, Debian's or another.
need_java_17() {
    compgen -G '/usr/lib/jvm/*17*/bin/javac' > /dev/null || need openjdk-17-jdk-headless
}

list_build() {
    need gcc gcc
    need libc6-dev
    need binutils ld
    need make make
    need maven mvn
    need git git
}

# The programs of the bench's rows; the tests run them too.
list_programs() {
    need redis-server redis-server
    need redis-tools redis-benchmark
    need memcached memcached
    need sqlite3 sqlite3
    need postgresql
    need python3
    need time
    need util-linux
}

list_peers() {
    need libjemalloc2
    need libmimalloc2.0
    need libtcmalloc-minimal4
}

# The fuzzer, and what the lanes are stressed with.
list_verify() {
    list_build
    need clang-14
    need libclang-rt-14-dev
    need stress-ng stress-ng
}

list_test() {
    list_verify
    list_programs
    list_peers
    need g++ g++
    need valgrind valgrind
    need postgresql-contrib
    need perl perl
    need_python_tests
    need nodejs node
    need_java_17
    need chromium chromium
}

list_bench() {
    list_build
    list_programs
    list_peers
    need libtbbmalloc2
    need valgrind valgrind
}

# While the packages are installed no service may start, unless the machine has a policy of its own on that.
policy=/usr/sbin/policy-rc.d
forbid_services() {
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod 755 "$policy"
    fi
}

install_missing() {
    [ "${#missing[@]}" -gt 0 ] || return 0
    if ! command -v apt-get > /dev/null; then
        echo "install_packages: no apt-get here; install by hand: ${missing[*]}" >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "install_packages: not root; run: sudo apt-get install ${missing[*]}" >&2
        exit 1
    fi
    echo "install_packages: installing ${missing[*]}"
    forbid_services
    apt-get update -qq || echo "install_packages: apt-get update failed; going on with the lists as they are" >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "${missing[@]}" > /dev/null
    missing=()
}

case "${1:-test}" in
    build)
        list_build
        install_missing
        ;;
    test)
        list_test
        install_missing
        need_python_tests
        install_missing
        ;;
    verify)
        list_verify
        install_missing
        ;;
    bench)
        list_bench
        install_missing
        ;;
    *)
        echo "usage: $0 [build|test|verify|bench]" >&2
        exit 2
        ;;
esac
