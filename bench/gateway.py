#!/usr/bin/env python3
"""The gateway (policy and durable record on) beside PgBouncer in session mode (neither), direct, and other proxies.

One server, account and set of views for every path; alternating rounds; medians of the rounds, ratios of each round to its
own direct and PgBouncer figure. Needs Debian's postgresql-client, postgresql-contrib (pgbench) and pgbouncer.

  bench/gateway.py [--rounds 3] [--seconds 4] [--clients 16] [--loops 1] [--tls] [--with pooled,pgpool,shardingsphere] SCENARIO...

  simple, prepared   pgbench -S in that mode          connect   pgbench -S -C: a connection for each transaction
  write              pgbench's TPC-B-like script      copy      COPY of 1 M rows x 10 columns to psql
  select             the same rows as a SELECT        idle      memory of 2,000 sessions that do nothing
  export             1 M rows with their subjects on record, against the same stream without
  rules              pgbench -S, simple and prepared, with rules about statements, limits on rows and subjects, against none of them

BENCH_JAVA adds options to the gateway's JVM, such as -XX:StartFlightRecording=filename=/tmp/gateway.jfr,settings=profile.
--tls encrypts both hops of every path. pooled is the gateway with accounts for a transaction at a time, pgpool Debian's pgpool2; shardingsphere needs SHARDINGSPHERE=FOLDER with lib/ of
shardingsphere-proxy-bootstrap 5.1.0 (the last on Maven Central) and a Java 17 in JAVA17.
"""
import argparse, glob, os, pathlib, platform, random, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEOPLE = "tess"
IDLE_SESSIONS = 2_000
WARM_UPS = 3  # a JVM needs some twenty seconds to be itself
SAMPLED = 0.2  # of the transactions, for the 99th percentile: a log line costs pgbench as much as a reply
ROWS = 1_000_000
BESIDE = {"export": "accounted", "rules": "ruled", "pooled": "pooled"}
OPENING_SECONDS = 120  # for 2,000 log-ins at a hundred a second, and some more


class Stack:
    """What is measured, started; each part is stopped by its own pid."""

    def __init__(self, options, beside=()):
        """beside: what runs in the gateway's JVM, too, and takes memory there: accounted, ruled, pooled."""
        self.options = options
        self.beside = beside
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="run.", dir=os.environ.get("BENCH_DIR", ROOT / "bench/target")))
        self.work.chmod(0o755)
        self.parts = []
        self.ports = {}
        self.pids = {}

    def __enter__(self):
        try:
            self.start_gateway()
            self.start_pgbouncer()
            if "pgpool" in self.options.others:
                self.start_pgpool()
            if "shardingsphere" in self.options.others:
                self.start_shardingsphere()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for part in reversed(self.parts):
            if part.stdin:
                part.stdin.close()
            else:
                part.terminate()
            part.wait(60)
        shutil.rmtree(self.work, ignore_errors=True)

    def spawn(self, name, command, **how):
        with open(self.work / f"{name}.log", "w") as log:
            part = subprocess.Popen(command, stderr=log, **how)
        self.parts.append(part)
        self.pids[name] = part.pid
        return part

    def start_gateway(self):
        jdk = subprocess.check_output([ROOT / "build/find-jdk"], text=True).strip()
        if "BENCH_CLASSES" not in os.environ and not (ROOT / "bench/target/lib").is_dir():
            subprocess.check_call(["mvn", "-q", "-B", "-DskipTests", "-pl", "bench", "-am", "package"], cwd=ROOT)
        classpath = os.environ.get("BENCH_CLASSES", f"{ROOT}/bench/target/classes:{ROOT}/bench/target/lib/*")
        # The JVM as ./sallyport starts it.
        command = [f"{jdk}/bin/java", "-XX:+UseSerialGC", "-Xms64m", "-Xmx512m", "-XX:-DontCompileHugeMethods",
                   "-Dio.netty.leakDetection.level=disabled", "--enable-native-access=ALL-UNNAMED", *os.environ.get("BENCH_JAVA", "").split(),
                   "-cp", classpath, "dev.sallyport.bench.BenchServer", self.work / "data", ROOT / "bench", str(self.options.loops), ",".join(self.beside)]
        if self.options.tls:
            command += [self.certificate(), "bench"]
        server = self.spawn("gateway", command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready = next((line.split() for line in server.stdout if line.startswith("READY")), None)
        if not ready:
            sys.exit((self.work / "gateway.log").read_text())
        self.ports.update(gateway=int(ready[1]), direct=int(ready[2]))
        self.secret, self.verifier = ready[3:5]
        self.superuser = ready[8]
        self.ports.update(accounted=int(ready[5]), ruled=int(ready[6]), pooled=int(ready[7]))

    def certificate(self):
        """One self-signed certificate for every server of this run."""
        pem, key, store = (self.work / f"tls.{end}" for end in ("pem", "key", "p12"))
        quiet = dict(stderr=subprocess.DEVNULL)
        subprocess.check_call(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                               "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", pem], **quiet)
        subprocess.check_call(["openssl", "pkcs12", "-export", "-inkey", key, "-in", pem, "-out", store, "-passout", "pass:bench"], **quiet)
        key.chmod(0o644)  # PgBouncer runs as nobody
        return store

    def as_nobody(self):
        return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.getuid() == 0 else []

    def start_pgbouncer(self):
        port = self.ports["pgbouncer"] = free_port()
        tls = (f"client_tls_sslmode = require\nclient_tls_cert_file = {self.work}/tls.pem\nclient_tls_key_file = {self.work}/tls.key\n"
               "server_tls_sslmode = require\n" if self.options.tls else "")
        (self.work / "pgbouncer.ini").write_text(
            f"[databases]\nbench = host=127.0.0.1 port={self.ports['direct']} dbname=bench\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {self.work}/users.txt\npool_mode = session\n"
            "max_client_conn = 3000\ndefault_pool_size = 2500\nignore_startup_parameters = extra_float_digits\n"
            f"log_connections = 0\nlog_disconnections = 0\n{tls}")
        # The verifier, not the secret: so that PgBouncer, too, derives nothing anew for each log-in.
        (self.work / "users.txt").write_text(f'"{PEOPLE}" "{self.verifier}"\n')
        self.spawn("pgbouncer", [*self.as_nobody(), "pgbouncer", "-q", self.work / "pgbouncer.ini"])
        time.sleep(1)

    def start_pgpool(self):
        port = self.ports["pgpool"] = free_port()
        home = self.work / "pgpool"
        home.mkdir(mode=0o777)
        home.chmod(0o777)
        (home / "pool_passwd").write_text(f"{PEOPLE}:TEXT{self.secret}\n")
        (home / "pool_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
        (home / "pgpool.conf").write_text(
            f"backend_clustering_mode = 'raw'\nlisten_addresses = '127.0.0.1'\nport = {port}\npcp_port = {port + 1}\nsocket_dir = '{home}'\n"
            f"pcp_socket_dir = '{home}'\nwd_ipc_socket_dir = '{home}'\nbackend_hostname0 = '127.0.0.1'\nbackend_port0 = {self.ports['direct']}\nbackend_weight0 = 1\n"
            f"num_init_children = {max(self.options.clients, 32)}\nmax_pool = 1\nenable_pool_hba = on\npool_passwd = 'pool_passwd'\n"
            f"pid_file_name = '{home}/pid'\nlogdir = '{home}'\nload_balance_mode = off\nmemory_cache_enabled = off\n"
            "connection_cache = on\nlog_min_messages = error\n")
        self.spawn("pgpool", [*self.as_nobody(), "pgpool", "-n", "-f", home / "pgpool.conf", "-a", home / "pool_hba.conf"])
        time.sleep(2)

    def start_shardingsphere(self):
        home = pathlib.Path(os.environ["SHARDINGSPHERE"])
        java = pathlib.Path(os.environ.get("JAVA17", "java"))
        port = self.ports["shardingsphere"] = free_port()
        conf = self.work / "conf"
        conf.mkdir()
        (conf / "server.yaml").write_text(
            f"rules:\n  - !AUTHORITY\n    users:\n      - {PEOPLE}@:demo\n    provider:\n      type: ALL_PRIVILEGES_PERMITTED\nprops:\n"
            "  proxy-frontend-database-protocol-type: PostgreSQL\n  max-connections-size-per-query: 1\n  proxy-hint-enabled: false\n"
            "  sql-show: false\n  check-table-metadata-enabled: false\n")
        (conf / "config-bench.yaml").write_text(
            "schemaName: bench\ndataSources:\n  ds_0:\n"
            f"    url: jdbc:postgresql://127.0.0.1:{self.ports['direct']}/bench?prepareThreshold=1\n    username: {PEOPLE}\n    password: {self.secret}\n"
            "    connectionTimeoutMilliseconds: 30000\n    idleTimeoutMilliseconds: 60000\n    maxLifetimeMilliseconds: 1800000\n"
            "    maxPoolSize: 32\n    minPoolSize: 1\n")
        (conf / "logback.xml").write_text('<configuration><root level="WARN"/></configuration>')
        opens = [f"--add-opens=java.base/java.lang{end}=ALL-UNNAMED" for end in ("", ".reflect")] + ["--add-opens=java.base/java.util=ALL-UNNAMED"]
        self.spawn("shardingsphere", [java, "-Xmx1g", *opens, "-cp", f"{conf}:{home}/lib/*", "org.apache.shardingsphere.proxy.Bootstrap", str(port), conf],
                   stdout=subprocess.DEVNULL)
        time.sleep(20)

    def paths(self):
        return ["gateway", "pgbouncer", "direct", *self.options.others]

    def environment(self, path):
        password = "demo" if path in ("gateway", "accounted", "ruled", "pooled", "shardingsphere") else self.secret
        return {**os.environ, "PGPASSWORD": password, "PGSSLMODE": "require" if self.options.tls else "disable", "PGHOST": "127.0.0.1",
                "PGPORT": str(self.ports[path]), "PGUSER": PEOPLE, "PGDATABASE": "bench"}


def free_port():
    """Below those that the kernel hands out, which a client may take at any moment; the one above is free, too."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as one, socket.socket() as next_one:
            try:
                one.bind(("127.0.0.1", port))
                next_one.bind(("127.0.0.1", port + 1))
                return port
            except OSError:
                continue


def processor(pid):
    """Seconds of processor that a process has used."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wrong(said):
    """What a client said of failures: each sign-in says two lines more."""
    return "\n".join([line for line in said.splitlines() if not line.startswith(("NOTICE", "HINT"))][:20])


def pgbench(stack, path, how, seconds):
    """Figures of one round: transactions a second, average and 99th percentile in ms."""
    logs = tempfile.mkdtemp(dir=stack.work)
    command = ["pgbench", "-n", *how, "-s", "10", "-c", str(stack.options.clients), "-j", "2", "-T", str(seconds),
               "-l", "--sampling-rate", str(SAMPLED), "--log-prefix", f"{logs}/log"]
    done = subprocess.run(command, env=stack.environment(path), capture_output=True, text=True)
    said = {words[0]: words for words in map(str.split, done.stdout.splitlines()) if words}
    if done.returncode or "tps" not in said:
        sys.exit(f"{path}: {' '.join(command)}\n{wrong(done.stderr)}")
    latency = next(float(words[3]) for words in map(str.split, done.stdout.splitlines()) if words[:2] == ["latency", "average"])
    times = sorted(int(line.split()[2]) for file in glob.glob(f"{logs}/log*") for line in open(file))
    shutil.rmtree(logs)
    return {"tps": float(said["tps"][2]), "ms": latency, "p99 ms": times[len(times) * 99 // 100] / 1000 if times else 0.0}


def transactions(stack, scenario):
    how = {"simple": ["-S", "-M", "simple"], "prepared": ["-S", "-M", "prepared"], "connect": ["-S", "-M", "simple", "-C"],
           "write": ["-M", "prepared"]}[scenario]
    for _ in range(WARM_UPS):
        for path in [path for path in stack.paths() if path in ("gateway", "pooled")]:
            pgbench(stack, path, how, stack.options.seconds)
    rounds = []
    for _ in range(stack.options.rounds):
        figures = {}
        for path in stack.paths():
            proxy = stack.pids.get("gateway" if path == "pooled" else path)
            before = processor(proxy) if proxy else 0
            figures[path] = one = pgbench(stack, path, how, stack.options.seconds)
            spent = processor(proxy) - before if proxy else 0
            one["cpu us"] = spent * 1e6 / max(1, one["tps"] * stack.options.seconds)
        rounds.append(figures)
    table(stack, scenario, rounds, "tps")


def stream(stack, scenario):
    sql = {"copy": ["-c", "COPY (SELECT * FROM pgbench_wide) TO STDOUT"], "select": ["-v", "FETCH_COUNT=5000", "-c", "SELECT * FROM pgbench_wide"]}[scenario]
    rounds = []
    for _ in range(stack.options.rounds + 1):
        figures = {}
        for path in stack.paths():
            began = time.monotonic()
            subprocess.check_call(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *sql], env=stack.environment(path), stdout=subprocess.DEVNULL)
            figures[path] = {"rows/s": ROWS / (time.monotonic() - began)}
        rounds.append(figures)
    table(stack, scenario, rounds[1:], "rows/s")


def export(stack, _):
    """The stream with and without the subjects of each row on record; the key is in the rows, or is added."""
    asked = {"key there": "SELECT * FROM pgbench_wide", "key added": "SELECT b, c, d, e, f, g, h, i, j FROM pgbench_wide",
             "copy": "COPY (SELECT * FROM pgbench_wide) TO STDOUT"}
    for name, sql in asked.items():
        ratios, rates = [], []
        for _ in range(stack.options.rounds + 1):
            took = {}
            for path in ("gateway", "accounted"):
                began = time.monotonic()
                subprocess.check_call(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-v", "FETCH_COUNT=5000", "-c", sql], env=stack.environment(path),
                                      stdout=subprocess.DEVNULL)
                took[path] = time.monotonic() - began
            ratios.append(took["gateway"] / took["accounted"])
            rates.append(ROWS / took["accounted"])
        print(f"export     {name:14} {statistics.median(rates[1:]):10.0f} rows/s on record  to the same stream without {statistics.median(ratios[1:]):.2f}", flush=True)


def rules(stack, _):
    for mode in ("simple", "prepared"):
        how = ["-S", "-M", mode]
        for _ in range(WARM_UPS):
            for path in ("gateway", "ruled"):
                pgbench(stack, path, how, max(1, stack.options.seconds // 2))
        rounds = [{path: pgbench(stack, path, how, stack.options.seconds)["tps"] for path in ("gateway", "ruled")} for _ in range(stack.options.rounds)]
        print(f"rules      {mode:14} {statistics.median(one['ruled'] for one in rounds):10.0f} tps with all of it  "
              f"to none {statistics.median(one['ruled'] / one['gateway'] for one in rounds):.2f}", flush=True)


def idle(stack, _):
    """Resident memory before and while 2,000 sessions do nothing, after a collection."""
    script = stack.work / "idle.sql"
    script.write_text("SELECT 1;\n\\sleep 40 s\n")

    def memory():
        for _ in range(2):
            subprocess.check_call([jcmd, str(stack.pids["gateway"]), "GC.run"], stdout=subprocess.DEVNULL)
        status = pathlib.Path(f"/proc/{stack.pids['gateway']}/status").read_text()
        heap = subprocess.check_output([jcmd, str(stack.pids["gateway"]), "GC.heap_info"], text=True)
        used = sum(int(part.split("used ")[1].split("K")[0]) for part in heap.splitlines() if "total" in part and "used" in part and "Metaspace" not in part)
        return int(status.split("VmRSS:")[1].split()[0]), used

    jcmd = subprocess.check_output([ROOT / "build/find-jdk"], text=True).strip() + "/bin/jcmd"
    pgbench(stack, "gateway", ["-S", "-M", "prepared"], stack.options.seconds)
    before, heap_before = memory()
    said = stack.work / "idle.log"  # a file: each sign-in says a line, and a pipe that nobody reads fills up
    with open(said, "w") as log:
        clients = subprocess.Popen(["pgbench", "-n", "-f", script, "-c", str(IDLE_SESSIONS), "-j", "2", "-t", "1"],
                                   env=stack.environment("gateway"), stdout=subprocess.DEVNULL, stderr=log)
    open_now = 0
    deadline = time.monotonic() + OPENING_SECONDS
    while open_now < IDLE_SESSIONS and clients.poll() is None and time.monotonic() < deadline:
        time.sleep(0.5)
        open_now = sum(1 for _ in established(stack.ports["gateway"]))
    time.sleep(5)
    if clients.poll() is not None:
        sys.exit(wrong(said.read_text()))
    while_open, heap_open = memory()
    clients.send_signal(signal.SIGINT)
    clients.wait(60)
    print(f"idle       {open_now} sessions: {(while_open - before) / open_now:.1f} KiB resident, {(heap_open - heap_before) / open_now:.1f} KiB of heap each")


def established(port):
    for family in ("tcp", "tcp6"):
        for line in pathlib.Path("/proc/net", family).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "01" and int(fields[1].split(":")[1], 16) == port:
                yield line


def table(stack, scenario, rounds, rate):
    for path in stack.paths():
        row = {name: statistics.median(figures[path][name] for figures in rounds) for name in rounds[0][path]}
        to = {other: statistics.median(figures[path][rate] / figures[other][rate] for figures in rounds) for other in ("direct", "pgbouncer")}
        print(f"{scenario:10} {stack.options.clients:4} {path:14} " + "  ".join(f"{name} {value:10.2f}" for name, value in row.items())
              + f"  to direct {to['direct']:.2f}  to pgbouncer {to['pgbouncer']:.2f}", flush=True)


SCENARIOS = dict(simple=transactions, prepared=transactions, connect=transactions, write=transactions, copy=stream, select=stream, idle=idle, export=export, rules=rules)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--loops", type=int, default=1)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--with", dest="others", default="", help="pooled, pgpool, shardingsphere")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    options = parser.parse_args()
    options.others = [other for other in options.others.split(",") if other]
    options.scenarios = options.scenarios or ["simple", "prepared"]
    for tool in ("pgbench", "pgbouncer", "psql"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing: apt-get install postgresql-client-15 postgresql-contrib pgbouncer")
    if unknown := set(options.scenarios) - set(SCENARIOS):
        sys.exit(f"no such scenario: {', '.join(unknown)}; there are {', '.join(SCENARIOS)}")
    model = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    print(f"# {os.cpu_count()} x {model}, kernel {platform.release()}, {options.rounds} rounds of {options.seconds} s, "
          f"TLS {'on both hops' if options.tls else 'off'}, load {os.getloadavg()[0]:.2f}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped then, too
    beside = [BESIDE[one] for one in options.scenarios + options.others if one in BESIDE]
    with Stack(options, beside) as stack:
        for scenario in options.scenarios:
            SCENARIOS[scenario](stack, scenario)


if __name__ == "__main__":
    main()
