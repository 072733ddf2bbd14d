import fc from 'fast-check';
import { histories } from './history/arbitrary';
import { play } from './history/play';
import { deployedDefinitions } from './world/machines';
Error.stackTraceLimit = Number(process.argv[3] ?? 10);
async function main() {
  const d = deployedDefinitions();
  const hs = fc.sample(histories(16), { numRuns: 200, seed: 5 });
  const rows: any[] = [];
  const cpu0 = process.cpuUsage();
  for (const h of hs) {
    const c = process.cpuUsage();
    const p = await play(d, h);
    const u = process.cpuUsage(c);
    rows.push({
      ms: (u.user + u.system) / 1000,
      rec: p.world.executions.all.filter((e) => e.machine === 'recovery').length,
      orch: p.world.executions.all.filter((e) => e.machine !== 'recovery').length,
      kids: p.world.executions.children.length,
      sleep: (p.world as any).sleeps,
    });
  }
  const sum = (k: string) => rows.reduce((s, r) => s + r[k], 0);
  console.log(
    'avg ms',
    sum('ms') / 200,
    'rec',
    sum('rec') / 200,
    'orch',
    sum('orch') / 200,
    'kids',
    sum('kids') / 200,
  );
  rows.sort((a, b) => b.ms - a.ms);
  console.log(rows.slice(0, 8));
}
void main();
