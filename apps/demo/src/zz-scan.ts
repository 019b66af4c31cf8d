import { DuckDBInstance } from '@duckdb/node-api';
import { historyStatements } from '/work/main/apps/demo/src/history-sql';
import { plantedExperiments } from '/work/main/apps/demo/src/planted-experiments';
const main = async () => {
  const inst = await DuckDBInstance.create(':memory:');
  const c = await inst.connect();
  const now = new Date('2026-11-21T12:00:00Z');
  const sts = historyStatements(plantedExperiments, '/tmp/x', now);
  const u = (p: string) => `((md5_number_lower(unit || '|${p}|SEED') >> 11) / 9007199254740992.0)`;
  const q = `SELECT id, treated, count(*) n,
    avg((${u('purchase')} < CASE WHEN treated THEN purchase ELSE 0.12 END)::int) p,
    avg((${u('basket')} < CASE WHEN treated THEN basket ELSE 0.3 END)::int) b,
    avg((${u('pageError')} < CASE WHEN treated THEN page_error ELSE 0.02 END)::int) e
    FROM planted_units WHERE NOT crossed AND exposed_at <= ended - INTERVAL 168 HOUR GROUP BY ALL`;
  let miss = { p: 0, b: 0, e: 0, n: 0 };
  const from = Number(process.argv[2] ?? 1), to = Number(process.argv[3] ?? 40), word = process.argv[4] ?? 'larkspur';
  for (let s = from; s <= to; s++) {
    const seed = `${word}-${s}`;
    for (const sql of sts.slice(0, 2)) await c.run(sql.replaceAll('larkspur-1', seed));
    const rows = (await c.runAndReadAll(q.replaceAll('SEED', seed))).getRowObjectsJson() as any[];
    const by = new Map<string, any>();
    for (const r of rows) { const o = by.get(r.id) ?? {}; o[r.treated === true || r.treated === 'true' ? 't' : 'c'] = { n: Number(r.n), p: Number(r.p), b: Number(r.b), e: Number(r.e) }; by.set(r.id, o); }
    const bad: string[] = []; const m = { p: 0, b: 0, e: 0 }; let near = 9;
    for (const x of plantedExperiments) {
      const o = by.get(x.id); if (!o?.t || !o?.c) continue;
      const z = (k: 'p'|'b'|'e', nul = 0) => { const v = (a: any) => a[k]*(1-a[k])/(a.n-1); return (o.t[k] - o.c[k] - nul) / Math.sqrt(v(o.t)+v(o.c)); };
      const lz = (k: 'p'|'b'|'e', eff: number) => { const r = o.t[k]/o.c[k]; const se = Math.abs(r)*Math.sqrt((1-o.t[k])/(o.t[k]*o.t.n)+(1-o.c[k])/(o.c[k]*o.c.n)); return (r-1-eff)/se; };
      const pl: any = x.effects;
      if (Math.abs(lz('p', pl.purchase ?? 0)) > 1.645) m.p++;
      if (Math.abs(lz('b', pl.basket ?? 0)) > 1.645) m.b++;
      if (Math.abs(lz('e', pl.pageError ?? 0)) > 2.128) m.e++;
      const worse = Math.min(z('p'), z('b'), -z('e'));
      const ni = z('b', -0.1 * o.c.b);
      const cls = x.expected.class;
      let ok = true;
      if (cls === 'neutral') { ok = worse > -2.128 && z('p') < 1.645 && ni > 1.645; near = Math.min(near, worse+2.128, 1.645-z('p'), ni-1.645); }
      else if (cls === 'win') { ok = worse > -2.128 && z('p') > 1.645 && ni > 1.645; near = Math.min(near, worse+2.128, z('p')-1.645, ni-1.645); }
      else if (cls === 'regression') { ok = worse < -2.128; near = Math.min(near, -2.128-worse); }
      else if (['UNDERPOWERED','ABORTED_EARLY','NO_POWER_TARGET','DATA_MISSING'].includes(x.expected.reason ?? '')) { const w = x.success.metricId === 'gift-card-rate' ? Math.min(z('b'), -z('e')) : worse; ok = w > -2.128 && z('p') < 1.645; near = Math.min(near, w+2.128, 1.645-z('p')); }
      if (!ok) bad.push(x.id);
    }
    miss.p += m.p; miss.b += m.b; miss.e += m.e; miss.n += by.size;
    if (bad.length <= 1 || s === from) console.log(seed, bad.length, JSON.stringify(m), 'near', near.toFixed(3), bad.slice(0,4).join());
  }
  console.log('coverage miss', miss.p/miss.n, miss.b/miss.n, miss.e/miss.n);
};
main();
