import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import type { Services } from '../services';
import { inWords, type DemoClock } from './clock';
import { exportLines } from './keep';
import { runRecovery } from './recovery-run';

interface Kept {
  readonly environment: Environment;
  readonly services: Services;
  readonly clock: DemoClock;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** From one claim of an item to the next, at least. */
const stepSeconds = 30 * 60;

/** Says how to use what runs, and lets time pass at each Enter, until the signal. */
export async function keepRunning(kept: Kept): Promise<void> {
  const { environment, services, signal, log } = kept;
  const name = environment.names;
  log('\nEverything keeps running until Ctrl-C. In another terminal, in this folder:\n');
  for (const line of exportLines(services, environment)) {
    log(line);
  }
  log('\nThen, for example:\n');
  log('npx cdktf diff service-processing');
  log(`npm run meter-events -- --workspace ${environment.name}`);
  log(`aws secretsmanager describe-secret --secret-id ${name.secret}`);
  log(`aws stepfunctions list-executions --state-machine-arn ${arnsOf(environment).stateMachine}`);
  log(`aws iam list-role-policies --role-name ${environment.executionRoleName ?? name.executionRole}`);
  log(`aws dynamodb scan --table-name ${name.processingHistoryTable}`);
  log(`aws logs tail ${name.logGroup}`);
  log(`\nEnter, here: ${inWords(stepSeconds)} pass, and the schedule starts recovery.`);
  const lines = createInterface({ input: process.stdin, signal })[Symbol.asyncIterator]();
  while (!(await lines.next()).done) {
    kept.clock.advance(stepSeconds);
    log(`\n${inWords(stepSeconds)} later.`);
    await runRecovery(kept);
  }
  // Without a terminal there is no line to wait for.
  await sleep(2 ** 31 - 1, undefined, { signal });
}
