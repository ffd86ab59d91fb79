#!/usr/bin/env python3
"""again.py ROUNDS SECONDS CLIENTS,..: the spike's candidates, the gateway itself and PgBouncer before one server, account and
set of views; alternating rounds, medians, as rows of ADR 0002. The spike must be compiled (README.md here)."""
import argparse, importlib.util, pathlib, statistics, subprocess, sys, time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("gateway", HERE.parent / "gateway.py")
bench = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bench)
CANDIDATES = {"A": ("netty", 1), "B": ("threads", 0), "B leader": ("leader", 0)}
PATHS = ["gateway", "pgbouncer", *CANDIDATES]


def start(stack, name):
    kind, loops = CANDIDATES[name]
    port = stack.ports[name] = 41_000 + list(CANDIDATES).index(name)
    jdk = subprocess.check_output([bench.ROOT / "build/find-jdk"], text=True).strip()
    part = stack.spawn(name, [f"{jdk}/bin/java", "-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                              "--sun-misc-unsafe-memory-access=allow", "-Dio.netty.leakDetection.level=disabled",
                              f"-Ddatabase={stack.ports['direct']}", "-cp", f"{HERE}/classes:{HERE}/lib/*", "Main", kind, str(port),
                              str(loops), str(stack.work / f"{kind}.audit")], stdout=subprocess.DEVNULL)
    time.sleep(2)
    if part.poll() is not None:
        sys.exit((stack.work / f"{name}.log").read_text())


def measured(stack, path, mode):
    before = bench.processor(stack.pids[path])
    one = bench.pgbench(stack, path, ["-S", "-M", mode], stack.options.seconds)
    one["cpu"] = (bench.processor(stack.pids[path]) - before) * 1e6 / max(1, one["tps"] * stack.options.seconds)
    return one


def main():
    rounds, seconds = int(sys.argv[1]), int(sys.argv[2])
    options = argparse.Namespace(seconds=seconds, clients=16, loops=1, tls=False, others=[])
    with bench.Stack(options) as stack:
        for name in CANDIDATES:
            start(stack, name)
        for options.clients in map(int, sys.argv[3].split(",")):
            for mode in ("prepared", "simple"):
                for path in PATHS:  # a JVM needs a while to be itself
                    measured(stack, path, mode)
                seen = []
                for turn in range(rounds):
                    order = PATHS if turn % 2 == 0 else PATHS[::-1]
                    seen.append({path: measured(stack, path, mode) for path in order})
                cells = []
                for path in PATHS:
                    ratio = statistics.median(one[path]["tps"] / one["pgbouncer"]["tps"] for one in seen)
                    p99, cpu = (statistics.median(one[path][name] for one in seen) for name in ("p99 ms", "cpu"))
                    first = f"{statistics.median(one[path]['tps'] for one in seen):,.0f}" if path == "pgbouncer" else f"{ratio:.2f}"
                    cells.append(f"{first} / {p99:.2g} / {cpu:.0f}")
                print(f"| {options.clients} {mode} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    print(f"| clients, mode | {' | '.join(PATHS)} |", flush=True)
    main()
