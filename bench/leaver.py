#!/usr/bin/env python3
"""How long it takes until somebody who left is out: `active=false` over SCIM while 1,000 sessions are open.

A `sallyport server` with `role: both` before a PostgreSQL 15 of Debian, people told of over SCIM, ten sessions each. One after
another they are cut, while the rest of the sessions ask a question now and then. Each answer is timed, and when it is there:
the sessions must be closed within the second, the native account must not be able to log in, the others must go on.
Needs Debian's postgresql-15, python3-psycopg2 and openssl.

  bench/leaver.py [--people 100] [--each 10]
"""
import argparse, json, os, pathlib, random, select, shutil, socket, ssl, statistics, subprocess, sys, tempfile, time
import urllib.request
import psycopg2

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
SECRET = "known-to-the-benchmark-alone"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATIENCE = 120
POLICY = """version: 1
databases: {ehr: {engine: postgresql, manage: {schemas: [care]}}}
classes: {ops.plain: {label: Not personal, risk: low}}
columns: {ehr.care.rooms: {id: ops.plain, name: ops.plain}}
scopes: {everybody: {}}
masks: {}
purposes: {treatment: {code: TREAT, label: Treating a patient}}
roles:
  nurse:
    owner: cno@hospital.example
    reason: Cares for patients.
    purposes: [treatment]
    allow: [{on: ehr.care.rooms, rows: everybody, see: [ops.plain]}]
assignments:
  - {group: nurses, role: nurse, until: 2099-01-01, reason: The benchmark.}
"""


def free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def percentile(times, part):
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


class Stack:
    """Everything that is started; stopped by its own pid."""

    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="sallyport-leaver."))
        self.work.chmod(0o755)
        self.server = None
        self.postgres = free()
        self.gateway = free()
        self.control = free()

    def __enter__(self):
        try:
            self.start_postgres()
            self.configure()
            self.start_server()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(60)
        if (self.work / "pg/postmaster.pid").exists():
            self.as_postgres(BIN / "pg_ctl", "-D", self.work / "pg", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.work, ignore_errors=True)

    def as_postgres(self, *command):
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        subprocess.run([*prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start_postgres(self):
        data = self.work / "pg"
        data.mkdir()
        if os.getuid() == 0:
            shutil.chown(data, "postgres", "postgres")
        self.as_postgres(BIN / "initdb", "-D", data, "-U", "postgres", "-A", "trust")
        (data / "pg_hba.conf").write_text("host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        more = self.options.people * self.options.each + 100
        self.as_postgres(BIN / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o",
                         f"-p {self.postgres} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections={more}", "start")
        self.sql("postgres", "CREATE DATABASE ehr", f"CREATE ROLE keeper LOGIN PASSWORD '{SECRET}'")
        self.sql("ehr", "CREATE SCHEMA care", "CREATE TABLE care.rooms (id int PRIMARY KEY, name text)", "INSERT INTO care.rooms VALUES (1, 'blue')")

    def sql(self, database, *statements):
        connection = psycopg2.connect(host="127.0.0.1", port=self.postgres, user="postgres", dbname=database)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            found = cursor.fetchall() if cursor.description else []
        connection.close()
        return found

    def sallyport(self, *words, expect=(0,)):
        done = subprocess.run([ROOT / "sallyport", *map(str, words)], capture_output=True, text=True, env={**os.environ, "PGPASSWORD": SECRET})
        if done.returncode not in expect:
            sys.exit(f"sallyport {words[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def configure(self):
        (self.work / "policy").mkdir()
        (self.work / "policy/policy.yaml").write_text(POLICY)
        (self.work / "people.yaml").write_text("version: 1\npeople: {}\n")
        (self.work / "password").write_text(SECRET)
        (self.work / "password").chmod(0o600)
        (self.work / "sallyport.yaml").write_text(
            f"version: 1\nrole: both\npolicy: policy\nlisten: {{port: {self.gateway}}}\ncontrol: {{port: {self.control}}}\n"
            f"target: {{hosts: '127.0.0.1:{self.postgres}', tls: disable, administrator: keeper, password: {{file: password}}}}\n")
        self.config = self.work / "sallyport.yaml"
        lacks = self.sallyport("doctor", f"postgresql://keeper@127.0.0.1:{self.postgres}/ehr?sslmode=disable", "--policy", self.work / "policy", expect=(0, 2))
        lines = lacks.splitlines()
        begin = next((i for i, line in enumerate(lines) if line.startswith("Have somebody")), len(lines))
        self.sql("ehr", *[line for line in lines[begin + 1:] if line.strip()])
        self.sallyport("apply", "-c", self.config)
        self.issuer()

    def issuer(self):
        """Clients prove who they are with certificates, which cost the gateway little."""
        quiet = dict(check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=self.work)
        tls = self.work / "data/tls"
        tls.mkdir(exist_ok=True)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=issuer", "-keyout", "issuer.key", "-out", tls / "clients.crt"], **quiet)
        subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=any",
                        "-keyout", "client.key", "-out", "any.csr"], **quiet)
        for number in range(self.options.people):
            subprocess.run(["openssl", "req", "-new", "-key", "client.key", "-subj", f"/CN={login(number)}", "-out", "one.csr"], **quiet)
            subprocess.run(["openssl", "x509", "-req", "-in", "one.csr", "-CA", tls / "clients.crt", "-CAkey", "issuer.key", "-days", "2",
                            "-set_serial", str(number + 1), "-out", f"{login(number)}.crt"], **quiet)
        (self.work / "client.key").chmod(0o600)

    def start_server(self):
        log = open(self.work / "server.log", "w")
        self.server = subprocess.Popen([ROOT / "sallyport", "server", "-c", self.config], stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while "Listening on" not in (self.work / "server.log").read_text():
            if self.server.poll() is not None or time.monotonic() > until:
                sys.exit((self.work / "server.log").read_text())
            time.sleep(0.1)
        self.token = self.sallyport("scim", "issue", "bench", "-c", self.config).splitlines()[0]
        self.trust = ssl.create_default_context(cafile=next(self.work.glob("data/**/control.crt"), None) or next(self.work.glob("data/**/gateway.crt")))

    def scim(self, method, path, body):
        request = urllib.request.Request(f"https://127.0.0.1:{self.control}/scim/v2/{path}", json.dumps(body).encode(), method=method,
                                         headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/scim+json"})
        with urllib.request.urlopen(request, context=self.trust, timeout=60) as answer:
            return json.loads(answer.read() or b"{}")

    def sign_in(self, who):
        connection = psycopg2.connect(host="127.0.0.1", port=self.gateway, user=who, dbname="ehr", sslmode="require", options="-c sallyport.notice=off",
                                      sslcert=str(self.work / f"{who}.crt"), sslkey=str(self.work / "client.key"))
        connection.autocommit = True
        return connection


def login(number):
    return f"nurse{number:03}"


def tell(stack):
    """Everybody joins, and is let in once the apply that follows has their accounts."""
    ids = {}
    for number in range(stack.options.people):
        who = login(number)
        ids[who] = stack.scim("POST", "Users", {
            "schemas": [USER], "userName": f"{who}@hospital.example", "active": True, "name": {"givenName": who, "familyName": "Told"}})["id"]
    stack.scim("POST", "Groups", {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "nurses",
                                  "members": [{"value": one} for one in ids.values()]})
    return ids


def first_session(stack, who, until):
    while True:
        try:
            return stack.sign_in(who)
        except psycopg2.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def ask(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM rooms")
        return cursor.fetchall()


def is_closed(connection, within):
    """Whatever else comes, such as why it ends, is read over."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        ready, _, _ = select.select([connection.fileno()], [], [], max(0, until - time.monotonic()))
        if ready:
            try:
                ask(connection)
            except psycopg2.Error:
                return True
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--each", type=int, default=10)
    options = parser.parse_args()
    with Stack(options) as stack:
        ids = tell(stack)
        until = time.monotonic() + PATIENCE
        sessions = {who: [first_session(stack, who, until)] + [stack.sign_in(who) for _ in range(1, options.each)] for who in ids}
        print(f"# {os.cpu_count()} processors, {sum(map(len, sessions.values()))} sessions of {len(sessions)} people, load {os.getloadavg()[0]:.2f}", flush=True)
        answered, closed, still_in = [], [], 0
        for who in random.sample(list(ids), len(ids)):
            mine = sessions.pop(who)
            for one in random.sample([one for others in sessions.values() for one in others], min(20, sum(map(len, sessions.values())))):
                ask(one)
            began = time.monotonic()
            stack.scim("PATCH", f"Users/{ids[who]}", {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                                                      "Operations": [{"op": "replace", "value": {"active": False}}]})
            answered.append(time.monotonic() - began)
            still_in += sum(not is_closed(one, 1.0) for one in mine)
            closed.append(time.monotonic() - began)
            still_in += stack.sql("ehr", f"SELECT rolcanlogin FROM pg_roles WHERE rolname = '{who}'") != [(False,)]
            for one in mine:
                one.close()
        print(f"leaver     answered: median {statistics.median(answered) * 1000:.0f} ms, p99 {percentile(answered, 0.99) * 1000:.0f} ms, "
              f"all sessions seen closed: median {statistics.median(closed) * 1000:.0f} ms, p99 {percentile(closed, 0.99) * 1000:.0f} ms; still in: {still_in}")
        sys.exit(1 if still_in else 0)


if __name__ == "__main__":
    main()
