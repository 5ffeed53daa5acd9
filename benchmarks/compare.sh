#!/usr/bin/env bash
# Compares Ringcast with its peers and with the limits: everything of docs/performance.md, in about three quarters of an hour.
#   benchmarks/compare.sh              all of it, into benchmarks/results and docs/plots
#   benchmarks/compare.sh quick        a few minutes: fewer rounds, into benchmarks/target/results, and the ratios to the baseline
# Needs JDK 17, Maven, Node with npm, and a machine that does nothing else meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."

mode=${1:-all}
results=benchmarks/results plots=docs/plots forks=1 iterations=3 rounds=2 seconds=3 minute=60
if [ "$mode" = quick ]; then
    results=benchmarks/target/results plots=benchmarks/target/plots forks=1 iterations=2 rounds=1 seconds=2 minute=10
fi
jar=benchmarks/target/benchmarks.jar

mvn -B -q -DskipTests package
(cd benchmarks/src/main/npm && npm ci --ignore-scripts --no-audit --no-fund --silent)
mkdir -p "$results"
{
    date -u +%Y-%m-%d
    java -version 2>&1 | head -n 1
    echo "node $(node --version)"
    echo "$(nproc) processors:$(grep -m 1 'model name' /proc/cpuinfo | cut -d: -f2)"
    uname -sr
} >"$results/machine.txt"

echo "== in process" >&2
java -jar $jar -f $forks -wi $iterations -i $iterations -prof gc -rf csv -rff "$results/jmh.csv" \
    'EmitBenchmark|TwoProducersBenchmark|RoomBenchmark|AckBenchmark|BindingBenchmark|LoopsBenchmark|GatewayBenchmark' | sed 's|^# VM invoker: .*/|# VM invoker: |' | tee "$results/jmh.txt" | grep '^# \(Benchmark\|Parameters\)' >&2
java -cp $jar io.ringcast.bench.latency.Latency "$results/latency.csv" | tee "$results/latency.txt"

java -cp $jar io.ringcast.bench.growth.Growth "$results/growth.csv" | tee "$results/growth.txt"

echo "== over the network" >&2
java -cp $jar io.ringcast.bench.wire.Wire --rounds $rounds --seconds $seconds --out "$results/wire.csv" | tee "$results/wire.txt"
java -cp $jar io.ringcast.bench.wire.Scale --rounds 1 --seconds 2 --out "$results/scale.csv" | tee "$results/scale.txt"

java -cp $jar io.ringcast.bench.wire.Garbage --rounds 2 --seconds 2 --out "$results/garbage.csv" | tee "$results/garbage.txt"
java -cp $jar io.ringcast.bench.wire.Profile --seconds $minute | tee "$results/profile.txt"

java -cp $jar io.ringcast.bench.plot.Plots "$results" "$plots"
if [ "$mode" = quick ]; then
    java -cp $jar io.ringcast.bench.plot.Ratios benchmarks/results/wire.csv "$results/wire.csv"
else
    java -cp $jar io.ringcast.bench.plot.Ratios "$results/wire.csv"
fi
