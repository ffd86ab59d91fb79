#!/usr/bin/env bash
# pgbench -S through the gateway (policy and durable record on), through PgBouncer in session mode and direct: the same
# account, views and server, in alternating rounds; prints medians and ratios. Needs pgbench and pgbouncer (Debian).
#   bench/pgbench.sh [rounds] [seconds] [clients] ["MODE …"]
# Modes: simple and prepared are pgbench's; connect opens a connection for each transaction (pgbench -C).
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-5} seconds=${2:-8} clients=${3:-16}
modes=${4:-simple prepared}
for tool in pgbench pgbouncer; do
    command -v $tool >/dev/null || { echo "$tool is missing: apt-get install postgresql-client-15 postgresql-contrib pgbouncer" >&2; exit 1; }
done
jdk=$(build/find-jdk)
[ -d bench/target/lib ] || mvn -q -B -DskipTests -pl bench -am package
work=$(mktemp -d "${BENCH_DIR:-$PWD/bench/target}/run.XXXXXX")
chmod 755 "$work"

# Everything that is started here is stopped here, by its own pid.
server= bouncer=
stop() {
    exec 7>&- || true
    [ -z "$bouncer" ] || kill "$bouncer" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT

mkfifo "$work/stdin"
"$jdk/bin/java" -XX:+UseSerialGC -Xms256m -Xmx512m -Dio.netty.leakDetectionLevel=disabled --enable-native-access=ALL-UNNAMED -cp "bench/target/classes:bench/target/lib/*" \
    dev.sallyport.bench.BenchServer "$work/data" bench "${LOOPS:-1}" <"$work/stdin" >"$work/ready" 2>"$work/log" &
server=$!
exec 7>"$work/stdin"
for _ in $(seq 1 600); do grep -q READY "$work/ready" && break; kill -0 "$server" || { cat "$work/log" >&2; exit 1; }; sleep 0.1; done
read -r _ gateway postgres secret verifier <"$work/ready"

port=$((20000 + RANDOM % 20000))
cat >"$work/pgbouncer.ini" <<INI
[databases]
bench = host=127.0.0.1 port=$postgres dbname=bench
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir =
auth_type = scram-sha-256
auth_file = $work/users.txt
pool_mode = session
max_client_conn = 600
default_pool_size = 300
ignore_startup_parameters = extra_float_digits
log_connections = 0
log_disconnections = 0
INI
# The verifier, not the secret: so that PgBouncer, too, derives nothing anew for each log-in.
echo "\"tess\" \"$verifier\"" >"$work/users.txt"
run_as=()
[ "$(id -u)" != 0 ] || run_as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
"${run_as[@]}" pgbouncer -q "$work/pgbouncer.ini" 2>"$work/bouncer.log" &
bouncer=$!
sleep 1

one() { # mode path -> tps and average latency; the first line of what went wrong otherwise
    local path=$2 port password how=(-M "$1")
    [ "$1" != connect ] || how=(-M simple -C)
    case $path in
        direct) port=$postgres password=$secret ;;
        pgbouncer) port=$port_of_bouncer password=$secret ;;
        gateway) port=$gateway password=demo ;;
    esac
    PGPASSWORD=$password pgbench -h 127.0.0.1 -p "$port" -U tess -n -S "${how[@]}" -s 10 -c "$clients" -j 2 -T "$seconds" bench 2>&1 |
        awk '/^tps/ {tps=$3} /latency average/ {lat=$4} /ERROR|FATAL|error/ {print > "/dev/stderr"} END {print tps+0, lat}'
}
port_of_bouncer=$port

echo "# $(nproc) x $(awk -F: '/model name/ {print $2; exit}' /proc/cpuinfo | xargs), kernel $(uname -r), $clients clients, $rounds rounds of ${seconds}s, load $(cut -d' ' -f1 /proc/loadavg)"
cpu() { awk '{print $14+$15}' "/proc/$1/stat"; }
for mode in $modes; do
    for _ in 1 2 3; do one $mode gateway >/dev/null; done # a JVM needs some twenty seconds to be itself
    for round in $(seq 1 "$rounds"); do
        for path in gateway pgbouncer direct; do
            proxy=$server
            [ $path != pgbouncer ] || proxy=$bouncer
            before=$(cpu "$proxy")
            read -r tps latency < <(one $mode $path)
            after=$(cpu "$proxy")
            cpu=$(awk -v d=$((after - before)) -v t="$tps" -v s="$seconds" 'BEGIN {print (t > 0 ? d * 10000 / (t * s) : 0)}')
            echo "$mode $path $round $tps $latency $cpu" | tee -a "$work/rounds" >&2
        done
    done
done
awk -v modes="$modes" '
function median(list, n,   a, i, j, t) { split(list, a, " "); n = length(a); for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (a[j] + 0 < a[i] + 0) { t = a[i]; a[i] = a[j]; a[j] = t } return (a[int((n + 1) / 2)] + a[int(n / 2) + 1]) / 2 }
{ tps[$1, $2] = tps[$1, $2] " " $4; ms[$1, $2] = ms[$1, $2] " " $5; cpu[$1, $2] = cpu[$1, $2] " " $6; by[$1, $2, $3] = $4; if ($3 > rounds) rounds = $3 }
END {
    printf "%-9s %-10s %10s %9s %12s %16s\n", "mode", "path", "tps", "ms", "to direct", "to pgbouncer"
    for (m = 1; m <= split(modes, names, " "); m++) { mode = names[m]
        for (p = 1; p <= 3; p++) { path = p == 1 ? "direct" : p == 2 ? "pgbouncer" : "gateway"
            d = b = ""; for (r = 1; r <= rounds; r++) { if (by[mode, "direct", r] > 0) d = d " " by[mode, path, r] / by[mode, "direct", r]; if (by[mode, "pgbouncer", r] > 0) b = b " " by[mode, path, r] / by[mode, "pgbouncer", r] }
            printf "%-9s %-10s %10.0f %9.3f %12.2f %16.2f\n", mode, path, median(tps[mode, path]), median(ms[mode, path]), median(d), median(b) }
        printf "processor time a transaction, %s: gateway %.1f us, pgbouncer %.1f us\n", mode, median(cpu[mode, "gateway"]), median(cpu[mode, "pgbouncer"]) } }' "$work/rounds"
