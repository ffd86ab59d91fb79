#!/usr/bin/env bash
# How long the policy engine thinks, and how long it takes to load 1,000 roles, 10,000 tables and 100,000 people (JMH).
set -eu
cd "$(dirname "$0")/.."
[ -d bench/target/lib ] || mvn -q -B -DskipTests -pl bench -am package
exec "$(build/find-jdk)/bin/java" -cp "bench/target/classes:bench/target/lib/*" dev.sallyport.bench.DecisionBenchmark
