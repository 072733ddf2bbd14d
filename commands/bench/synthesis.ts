import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescriptLoader } from '../../clients/run-typescript';
import { print } from './print';
import { timed } from './programs';

const runs = 3;

export async function benchSynthesis(): Promise<void> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'siftbeam-bench-'));
  try {
    const base = await synthesisSeconds('one-resource', outdir);
    print('Synthesis of an app with one resource', `${base.toFixed(2)} s`);
    for (const name of ['state-backend', 'stripe-secret', 'stripe-connection', 'service-processing']) {
      const seconds = await synthesisSeconds(name, outdir);
      print(`Synthesis of ${name}`, `${seconds.toFixed(2)} s (${(seconds / base).toFixed(2)} times)`);
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The fastest of several runs: the others waited for something else. */
async function synthesisSeconds(name: string, outdir: string): Promise<number> {
  const times: number[] = [];
  const app = path.join('commands', 'bench', 'app.ts');
  for (let run = 0; run < runs; run++) {
    const cdktfOutdir = path.join(outdir, `${name}-${run}`);
    times.push((await timed([...typescriptLoader, app, name], { cdktfOutdir })).seconds);
  }
  return Math.min(...times);
}
