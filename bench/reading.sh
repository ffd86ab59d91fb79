#!/usr/bin/env bash
# How long a statement is read for: at first sight, by the grammar, and when it comes again (JMH).
set -eu
cd "$(dirname "$0")/.."
[ -d bench/target/lib ] || mvn -q -B -DskipTests -pl bench -am package
exec "$(build/find-jdk)/bin/java" -cp "bench/target/classes:bench/target/lib/*" dev.sallyport.bench.ReadingBenchmark
