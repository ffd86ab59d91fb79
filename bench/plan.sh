#!/usr/bin/env bash
# How long a plan takes that finds nothing to change, at three sizes; the largest is 1,000 tables x 100 roles x 10,000
# people. The apply before it takes minutes.
#   bench/plan.sh [how many of the sizes]
set -eu
cd "$(dirname "$0")/.."
jdk=$(build/find-jdk)
[ -d bench/target/lib ] || mvn -q -B -DskipTests -pl bench -am package
work=$(mktemp -d "${BENCH_DIR:-$PWD/bench/target}/plan.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$jdk/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED -cp "bench/target/classes:bench/target/lib/*" \
    dev.sallyport.bench.PlanBenchmark "$work" "${1:-3}"
