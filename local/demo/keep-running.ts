import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import type { Services } from '../services';
import { evaluateOnce } from '@usage-billing/local-aws/cloudwatch/alarm-evaluation';
import { inWords, type DemoClock } from './clock';
import type { NamedFailure } from './failure';
import { exportLines, writeExports } from './shell-exports';
import { demoControls } from './demo-controls';
import type { DemoFaults } from './demo-faults';
import { nextInRunningDemo } from './next';
import { runRecovery } from './recovery-run';

interface RunningDemo {
  readonly environment: Environment;
  readonly services: Services;
  readonly clock: DemoClock;
  readonly faults: DemoFaults;
  readonly failure?: NamedFailure;
  /** Of the file that was processed. */
  readonly processingHistoryId: string;
  /** Removed at the end. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** From one claim of an item to the next, at least. */
const stepSeconds = 30 * 60;

/** Says how to use what runs, and lets time pass at each Enter, until the signal. */
export async function keepRunning(demo: RunningDemo): Promise<void> {
  const { environment, services, faults, folder, signal, log } = demo;
  const { name, names } = environment;
  services.stripe.offer(demoControls(demo, faults));
  const next = nextInRunningDemo(environment, {
    ...demo,
    readExports: writeExports(services, environment, folder),
  });
  for (const line of next) {
    log(line);
  }
  log(`\nEnter, here: ${inWords(stepSeconds)} pass, and the schedule starts recovery.`);
  log('\nWhat else works there:\n');
  log('  npm run demo:fault -- list        the faults that are in force; set NAME and clear change them');
  log('  npm run demo:key --silent         another Stripe key, for a pipe to npm run stripe:key');
  log(`  npm run verify -- --workspace ${name}`);
  log(`  npm run plan -- --workspace ${name}`);
  log('  npx cdktf diff service-processing');
  log(`  aws secretsmanager describe-secret --secret-id ${names.secret}`);
  log(`  aws stepfunctions list-executions --state-machine-arn ${arnsOf(environment).stateMachine}`);
  log(`  aws iam list-role-policies --role-name ${environment.executionRoleName ?? names.executionRole}`);
  log(`  aws dynamodb scan --table-name ${names.processingHistoryTable}`);
  log(`  aws logs tail ${names.logGroup}`);
  log('\nThe variables that the first line sets:\n');
  for (const line of exportLines(services, environment)) {
    log(line);
  }
  void evaluateAlarm(demo);
  const lines = createInterface({ input: process.stdin, signal })[Symbol.asyncIterator]();
  while (!(await lines.next()).done) {
    demo.clock.advance(stepSeconds);
    log(`\n${inWords(stepSeconds)} later.`);
    await runRecovery(demo);
  }
  // Without a terminal there is no line to wait for.
  await sleep(2 ** 31 - 1, undefined, { signal });
}

/** As CloudWatch does, so that `npm run verify` sees the alarm fire. */
async function evaluateAlarm({ environment, services, clock, signal }: RunningDemo): Promise<void> {
  const { cloudWatch } = services.clients;
  while (!signal.aborted) {
    const now = () => clock.now() * 1000;
    // Whoever removes the alarm, as the runbook may be tried out, does not end the demo.
    await evaluateOnce({ cloudWatch, alarm: environment.names.alarm, now }).catch(() => undefined);
    await sleep(1000, undefined, { signal }).catch(() => undefined);
  }
}
