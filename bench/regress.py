#!/usr/bin/env python3
"""PostgreSQL's own regression scripts, each through the gateway and direct, by the same account: psql must show the same.

  bench/regress.py [--path gateway|accounted|ruled] FOLDER [SCRIPT...]

FOLDER is src/test/regress of PostgreSQL's source (Debian: apt-get source postgresql-15). The words of errors are not compared, since
the gateway adds code, rule and hint and leaves values out; that there is one is. Exit code 1 where something differs that is not in
KNOWN. Needs what bench/gateway.py needs.
"""
import argparse, difflib, importlib.util, os, pathlib, re, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("gateway", HERE / "gateway.py")
bench = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bench)

SECONDS = 300  # whoever is refused often is slowed down
KNOWN = {
    "async": "LISTEN and NOTIFY need a channel of the policy", "copydml": "a rule that notifies", "guc": "LISTEN", "rules": "a rule that notifies",
    "with": "a rule that notifies", "strings": "standard_conforming_strings stays on", "plpgsql": "standard_conforming_strings stays on",
    "create_function_c": "shows the words of an error", "psql": "shows the words of errors", "polymorphism": "words of an error", "xml": "words of errors",
    "partition_prune": "counts buffers", "indexing": "rows in no order"}
SAID = re.compile(r"(ERROR|NOTICE|WARNING|INFO):")
MORE = re.compile(r"(DETAIL|HINT|CONTEXT|QUERY|LINE \d+|LOCATION|STATEMENT):|\s*\^\s*$|drop cascades to|and \d+ other|SQL |PL/pgSQL|\w+ .* depends on")
SETUP = """
DROP OWNED BY tess CASCADE;
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
GRANT ALL ON SCHEMA public TO tess;
GRANT CREATE, TEMP ON DATABASE bench TO tess;
GRANT USAGE ON LANGUAGE plpgsql TO tess;
ALTER ROLE tess IN DATABASE bench SET search_path = public
"""
OWN = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT oid::regclass AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'p') LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO tess', one.name);
  END LOOP;
END $$
"""


def psql(folder, environment, *arguments):
    variables = {"PG_ABS_SRCDIR": str(folder), "PG_LIBDIR": "/nonexistent", "PG_DLSUFFIX": ".so", "PG_ABS_BUILDDIR": "/nonexistent"}
    done = subprocess.run(["psql", "-X", "-a", "-q", "-v", "HIDE_TABLEAM=on", *arguments], env={**environment, **variables}, cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
    text = done.stdout.decode(errors="replace")
    if "FATAL:" in text:
        sys.exit(text[text.index("FATAL:"):][:300])
    return text


def shown(text):
    """What psql printed but for words of errors and notices; a line of an error's detail may be anything."""
    lines, within = [], False
    for line in text.split("\n"):
        line = re.sub(r"^psql:\S+ ", "", line)
        if said := SAID.match(line):
            within = True
            lines += [said[1]] if said[1] != "NOTICE" else []
        elif not (within and MORE.match(line)) and not line.startswith("HINT:"):
            within = False
            lines.append(line)
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--path", default="gateway", choices=["gateway", "accounted", "ruled"])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("scripts", nargs="*")
    options = parser.parse_args()
    folder = options.folder.resolve()
    scripts = [folder / "sql" / f"{name}.sql" for name in options.scripts] or sorted(folder.glob("sql/*.sql"))
    same, differing = 0, []
    with bench.Stack(argparse.Namespace(clients=1, loops=1, tls=False, others=[]), [options.path]) as stack:
        admin = {**stack.environment("direct"), "PGUSER": "postgres", "PGPASSWORD": stack.superuser}
        for script in scripts:
            texts = []
            for path in ("direct", options.path):
                psql(folder, admin, "-c", SETUP)
                psql(folder, admin, "-f", folder / "sql/test_setup.sql")
                psql(folder, admin, "-c", OWN)
                texts.append(shown(psql(folder, stack.environment(path), "-f", script)))
            lines = [line for line in difflib.unified_diff(*texts, "direct", options.path, lineterm="", n=2)][2:]
            same += not lines
            if lines:
                known = KNOWN.get(script.stem)
                print(f"=== {script.stem}: {known}" if known else "\n".join([f"=== {script.stem}", *lines[:100]]), flush=True)
                differing += [] if known else [script.stem]
    print(f"{len(scripts)} scripts, {same} the same, {len(scripts) - same - len(differing)} differ as known, {len(differing)} differ: {' '.join(differing)}")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
