import { tried, type Line } from '../../../commands/verify/check';
import { checklist } from '../../../commands/verify/checklist';
import { errorHandlingCheck } from '../../../commands/verify/error-handling';
import { Facts } from '../../../commands/verify/facts';
import { logDeliveryCheck } from '../../../commands/verify/log-checks';
import { sendChecks } from '../../../commands/verify/send-checks';
import { verifyFailurePrefix } from '../../../settings/application';
import type { StackName } from '../../../settings/stacks';
import type { Deployed } from '../../helpers/deployed';
import { until } from '../../helpers/until';
import { evaluateAlarm, setAlarmState } from './alarm-evaluation';
import { breakages, nameOf, printed } from './all-breakages';
import type { Breakage } from './breakage';
import { deletions, type Deletion } from './deletions';
import { linesOf, look, lookAtFailure, run, send } from './lines';
import { deployStack, doStep, stackOf, startOperator, type Operator } from './printed-steps';

/** Two or three deployments, on a loaded machine with two cores. */
const timeoutMilliseconds = 300_000;

type Broken = Breakage | Deletion;

/** Steps that a round puts off, so that one deployment of a stack repairs all that it can. */
interface PutOff {
  readonly stacks: Set<StackName>;
  /** What is printed below a deployment. */
  readonly after: { readonly line: string; readonly step: string }[];
}

/** How often a round does what is printed: a repair may show what another ✗ hid. */
const mostPasses = 3;

/** What `verify` prints below each ✗ is done as it stands there, until there is no ✗. */
export function repairs(current: () => Deployed): void {
  let operator: Operator;
  beforeAll(async () => {
    operator = await startOperator(current());
    // Something was processed in every environment: `npm run verify` sends its file to the same bucket.
    await operator.run(await operator.upload());
  });
  afterAll(async () => {
    // What is printed maps an example where no policy was mapped; what follows processes with this one.
    await current().application.mapPolicy(current().childArn);
    await operator?.end();
  });

  const roundOf = ({ repair }: Breakage) =>
    repair && 'round' in repair ? repair.round : repair ? undefined : 1;
  const inRound = (round: number) => breakages.filter((one) => roundOf(one) === round);

  test.each([
    ['whatever was changed', inRound(1)],
    ['what was changed in another way', inRound(2)],
    ['whatever was deleted', deletions],
  ])('what is printed for %s repairs it', (_, all) => repaired(operator, all), timeoutMilliseconds);

  test('what is printed for a file that was not billed can be run, and the next file is billed', async () => {
    const removeFault = current().services.stripe.faults.add({
      path: '/v1/billing/meter_events',
      kind: 'status',
      status: 404,
    });
    const refused = await sentLines(current());
    removeFault();
    expect(refused.map(({ outcome }) => outcome)).toEqual(['failed', 'not checked', 'failed', 'failed']);
    const failure = await lookAtFailure(current());
    expect(failure).toMatchObject({ outcome: 'failed', seen: expect.stringContaining('did not fire') });
    // Some have it in common; a deployment finds nothing to change here.
    for (const step of new Set([...refused, failure].flatMap(({ remedy }) => remedy))) {
      if (!stackOf(step)) {
        await doStep(operator, step, 'a file sent through');
      }
    }
    const lines = [...(await sentLines(current())), await failureFires(current())];
    await setAlarmState(current(), 'OK');
    expect(lines.map(({ outcome }) => outcome)).toEqual(Array.from(lines, () => 'passed'));
  });

  const notHere = breakages.filter(({ repair }) => repair && 'notHere' in repair);

  test.each(notHere)('what is printed can be run: $line: $wrong', async (broken) => {
    const restore = await broken.make(current(), new Facts(current().environment));
    try {
      const { outcome, remedy } = await look(current(), broken.line);
      expect(outcome).toBe('failed');
      for (const step of remedy.filter((one) => !stackOf(one))) {
        await doStep(operator, step, broken.line);
      }
    } finally {
      await restore();
    }
  });

  test('what is not tried here is printed word for word the same as something that is', async () => {
    for (const breakage of breakages) {
      const { line, repair } = breakage;
      if (repair && 'sameAs' in repair) {
        expect([nameOf(breakage), await printedFor(current(), breakage)]).toEqual([
          nameOf(breakage),
          printed.get(nameOf({ line, wrong: repair.sameAs })),
        ]);
      }
    }
  });

  test('every line that can fail is repaired above', () => {
    const facts = new Facts(current().environment);
    const sending = send(current());
    const checks = [
      ...checklist(facts),
      ...sendChecks(facts, sending),
      errorHandlingCheck(facts, sending),
      logDeliveryCheck(facts, 0),
    ];
    const broken = new Set([...breakages, ...deletions].map(({ line }) => line));
    expect(checks.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([
      // Its fix is to use other credentials.
      'account',
      // Their fixes show a person what is wrong; the cause has a line of its own.
      'sent-execution',
      'sent-event',
      'sent-record',
      'sent-ledger',
      'error-handling',
    ]);
  });
}

/** CloudWatch looks at the alarm once `verify` has begun its failure: the one above would fire it before. */
async function failureFires(deployed: Deployed): Promise<Line> {
  const { stripe } = deployed.services;
  // Each read of `attempts` is a list of its own.
  const failures = () =>
    stripe.attempts.filter(({ identifier }) => identifier?.startsWith(verifyFailurePrefix)).length;
  const before = failures();
  let hasEnded = false;
  const looking = lookAtFailure(deployed).finally(() => {
    hasEnded = true;
  });
  await until(() => hasEnded || failures() > before);
  const stopEvaluating = evaluateAlarm(deployed);
  const line = await looking;
  await stopEvaluating();
  return line;
}

/** What is printed for it, which the tests of each line have seen where they ran. */
async function printedFor(deployed: Deployed, broken: Breakage): Promise<readonly string[]> {
  const seenBefore = printed.get(nameOf(broken));
  if (seenBefore) {
    return seenBefore;
  }
  const restore = await broken.make(deployed, new Facts(deployed.environment));
  const { remedy } = await look(deployed, broken.line);
  await restore();
  return remedy;
}

/** The lines of a file that is sent through. */
async function sentLines(deployed: Deployed): Promise<Line[]> {
  const sending = send(deployed);
  await sending.sent();
  const checks = sendChecks(new Facts(deployed.environment), sending);
  return Promise.all(checks.map((check) => tried(check)));
}

async function repaired(operator: Operator, all: readonly Broken[]): Promise<void> {
  const putOff: PutOff = { stacks: new Set(), after: [] };
  for (const broken of all) {
    await broken.make(operator, new Facts(operator.environment));
    const found = await look(operator, broken.line);
    expect([nameOf(broken), found.outcome, found.seen]).toEqual([
      nameOf(broken),
      'failed',
      expect.stringMatching(broken.seen),
    ]);
    expect(found.remedy[0]).toMatch(broken.remedy);
    printed.set(nameOf(broken), found.remedy);
    if (await doSteps(operator, broken.line, found.remedy, putOff)) {
      expect([nameOf(broken), await look(operator, broken.line)]).toEqual([
        nameOf(broken),
        expect.objectContaining({ outcome: 'passed' }),
      ]);
    }
  }
  await deployAll(operator, putOff);
  for (let passes = 1; ; passes++) {
    const failing = linesOf(await run('--json', '--no-send')).filter(({ outcome }) => outcome === 'failed');
    if (failing.length === 0 || passes > mostPasses) {
      expect(failing).toEqual([]);
      return;
    }
    const next: PutOff = { stacks: new Set(), after: [] };
    for (const { id, remedy } of failing) {
      await doSteps(operator, id, remedy, next);
    }
    await deployAll(operator, next);
  }
}

/** Does what is printed for a line, up to a deployment. @returns whether that was all */
async function doSteps(
  operator: Operator,
  line: string,
  steps: readonly string[],
  { stacks, after }: PutOff,
): Promise<boolean> {
  let isPutOff = false;
  for (const step of steps) {
    const stack = stackOf(step);
    if (stack === 'stripe-secret') {
      // The key is stored between this one and the others.
      await deployStack(operator, stack);
    } else if (stack) {
      stacks.add(stack);
      isPutOff = true;
    } else if (isPutOff) {
      after.push({ line, step });
    } else {
      await doStep(operator, step, line);
    }
  }
  return !isPutOff;
}

const order: readonly StackName[] = ['stripe-connection', 'service-processing'];

async function deployAll(operator: Operator, { stacks, after }: PutOff): Promise<void> {
  for (const stack of order.filter((one) => stacks.has(one))) {
    await deployStack(operator, stack);
  }
  for (const { line, step } of after) {
    await doStep(operator, step, line);
  }
}
