#!/usr/bin/env bash
# A nurse's reads through the lens views against the same predicate and columns written by hand on the base tables:
# 1 M patients, 2 M encounters, 100 clinics, one of them hers; alternating rounds, medians. By hand with a look-up of the person's clinics,
# which is the predicate the lens has, and with the clinic as a constant. First the execution time the server reports, then prepared
# round trips.
#   bench/lens.sh [rounds]
set -eu
cd "$(dirname "$0")/.."
jdk=$(build/find-jdk)
[ -d bench/target/lib ] || mvn -q -B -DskipTests -pl bench -am package
work=$(mktemp -d "${BENCH_DIR:-$PWD/bench/target}/lens.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$jdk/bin/java" -Xmx512m --enable-native-access=ALL-UNNAMED -cp "bench/target/classes:bench/target/lib/*" \
    dev.sallyport.bench.LensBenchmark "$work" examples/hospital "${1:-5}"
