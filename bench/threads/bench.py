"""bench.py ROUNDS SECONDS CLIENTS,.. MODES,.. NAME,..: alternates candidates within each round; one CSV line per run to results.csv."""
import os, re, subprocess, sys, glob, time
PORTS = dict(direct=55432, bouncer=56432, A1=57001, A2loops=57002, Ainline=57003, B=57004, Bleader=57005)
PORTS.update(dict(a.split('=') for a in os.environ.get('EXTRA', '').split()))
def pid(n):
    f = f'run/{n}.pid'
    return None if n == 'direct' else open(f).read().strip()
def cpu(p):
    f = open(f'/proc/{p}/stat').read().rsplit(')', 1)[1].split(); return (int(f[11]) + int(f[12])) * 10000
def rss(p): return int(re.search(r'VmRSS:\s+(\d+)', open(f'/proc/{p}/status').read()).group(1)) // 1024
def steal():
    return [int(x) for x in open('/proc/stat').readline().split()[1:9]]
rounds, secs, clients, modes, names = int(sys.argv[1]), sys.argv[2], sys.argv[3].split(','), sys.argv[4].split(','), sys.argv[5].split(',')
out = open(os.environ.get('OUT', 'results.csv'), 'a')
for r in range(rounds):
  for c in clients:
    for m in modes:
      for n in (names if r % 2 == 0 else names[::-1]):
        p = pid(n); before = cpu(p) if p else 0
        for f in glob.glob('/tmp/pgb.*'): os.unlink(f)
        peak = 0
        q = subprocess.Popen(['pgbench','-h','127.0.0.1','-p',str(PORTS[n]),'-S','-n','-c',c,'-j','2' if c!='1' else '1','-T',secs,'-M',m,'-l','--log-prefix=/tmp/pgb','--sampling-rate=0.2','bench'],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ, PGSSLMODE='disable', PGUSER='postgres', PGGSSENCMODE='disable'))
        if p: time.sleep(float(secs) * .7); peak = rss(p)
        text = q.communicate()[0]
        t = re.search(r'tps = ([\d.]+)', text); d = int(re.search(r'actually processed: (\d+)', text).group(1)) if t else 0
        if not t or d == 0: print('FAILED', n, c, m, text[-300:]); continue
        used = (cpu(p) - before) / d if p else 0
        lat = sorted(int(l.split()[2]) for f in glob.glob('/tmp/pgb.*') for l in open(f))
        line = f"{r},{c},{m},{n},{float(t.group(1)):.0f},{lat[len(lat)//2]},{lat[int(len(lat)*.99)]},{used:.1f},{peak},{os.getloadavg()[0]:.1f}"
        print(line, flush=True); out.write(line + '\n'); out.flush()
