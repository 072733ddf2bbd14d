/**
 * Runs a part of the simulation in a process of its own, and prints what it came to as one line of JSON:
 *
 *     node --require tsx/cjs simulation/run.ts flood '[3000]'
 */
import { drained } from './load/outage';
import { flooded } from './load/flood';
import { guards } from './random-histories/guards/all';
import { findWithout } from './random-histories/guards/find-without';
import { deployedDefinitions } from './random-histories/world/machines';

const parts = {
  /** How many uploads at ten times what a sandbox of Stripe takes. */
  flood: flooded,
  /** How many events an outage of Stripe left open in an environment. */
  outage: drained,
  /** For each guard of the definitions, what goes wrong in the history found without it. */
  guards: async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    const definitions = deployedDefinitions();
    const problems: [string, readonly string[]][] = [];
    for (const guard of guards) {
      problems.push([guard.guards, (await findWithout(definitions, guard))?.problems ?? []]);
    }
    return Object.fromEntries(problems);
  },
};

export type Parts = typeof parts;

async function main([name, args = '[]']: readonly string[]): Promise<void> {
  const part = parts[name as keyof Parts] as (...args: unknown[]) => Promise<unknown>;
  console.log(JSON.stringify(await part(...(JSON.parse(args) as unknown[]))));
}

void main(process.argv.slice(2));
