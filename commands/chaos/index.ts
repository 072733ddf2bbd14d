/** Plays random histories on the definitions in `asl/` until one goes wrong, and tells that one. */
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import { readCommandLine } from '../shared/command-line';
import { findProblem, report } from '../../simulation/random-histories/find';
import { chaosSpec } from './options';
import { deployedDefinitions } from '../../simulation/random-histories/world/machines';

/** Histories between two lines of progress. */
const batch = 500;

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new CommandError(
      `--${name} must be a whole number from 1, not "${text}": npm run chaos -- --help lists all options.`,
    );
  }
  return Number(text);
}

function options() {
  const { values } = readCommandLine(process.argv.slice(2), chaosSpec);
  const { runs = '10000', steps = '12', seed = String(Date.now() % 1_000_000), path } = values;
  return {
    // A path leads to one history of the first batch.
    runs: path === undefined ? wholeNumber('runs', runs) : 1,
    steps: wholeNumber('steps', steps),
    seed: wholeNumber('seed', seed),
    path,
  };
}

async function main(): Promise<void> {
  const { runs, steps, seed, path } = options();
  const definitions = deployedDefinitions();
  const start = performance.now();
  for (let played = 0; played < runs; played += batch) {
    const search = { runs: Math.min(batch, runs - played), steps, seed: seed + played, path };
    const found = await findProblem(definitions, search);
    if (found) {
      console.log(await report(definitions, found));
      throw new CommandError('A history went wrong.');
    }
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${played + search.runs} histories, ${((played + search.runs) / seconds).toFixed(0)} a second`,
    );
  }
}

void runCommand(main);
