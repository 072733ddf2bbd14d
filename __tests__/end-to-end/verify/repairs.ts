import { tried, type Line } from '../../../commands/verify/check';
import { checklist } from '../../../commands/verify/checklist';
import { errorHandlingCheck } from '../../../commands/verify/error-handling';
import { Facts } from '../../../commands/verify/facts';
import { logDeliveryCheck } from '../../../commands/verify/log-checks';
import { sendChecks } from '../../../commands/verify/send-checks';
import type { StackName } from '../../../settings/stacks';
import type { Deployed } from '../../helpers/deployed';
import { evaluateAlarm, setAlarmState } from './alarm-evaluation';
import { breakages, nameOf, printed } from './all-breakages';
import type { Breakage } from './breakage';
import { deletions, type Deletion } from './deletions';
import { linesOf, look, lookAtFailure, run, send } from './lines';
import { deployStack, doStep, stackOf } from './printed-steps';

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
  const roundOf = ({ repair }: Breakage) =>
    repair && 'round' in repair ? repair.round : repair ? undefined : 1;
  const inRound = (round: number) => breakages.filter((one) => roundOf(one) === round);

  test.each([
    ['whatever was changed', inRound(1)],
    ['what was changed in another way', inRound(2)],
    ['whatever was deleted', deletions],
  ])('what is printed for %s repairs it', (_, all) => repaired(current(), all), timeoutMilliseconds);

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
        await doStep(current(), step, 'a file sent through');
      }
    }
    const stopEvaluating = evaluateAlarm(current());
    const lines = [...(await sentLines(current())), await lookAtFailure(current())];
    await stopEvaluating();
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
        await doStep(current(), step, broken.line);
      }
    } finally {
      await restore();
    }
  });

  test('what is not tried here is printed word for word the same as something that is', () => {
    for (const breakage of breakages) {
      const { line, repair } = breakage;
      if (repair && 'sameAs' in repair) {
        expect([nameOf(breakage), printed.get(nameOf(breakage))]).toEqual([
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

/** The lines of a file that is sent through. */
async function sentLines(deployed: Deployed): Promise<Line[]> {
  const sending = send(deployed);
  await sending.sent();
  const checks = sendChecks(new Facts(deployed.environment), sending);
  return Promise.all(checks.map((check) => tried(check)));
}

async function repaired(deployed: Deployed, all: readonly Broken[]): Promise<void> {
  const putOff: PutOff = { stacks: new Set(), after: [] };
  for (const broken of all) {
    await broken.make(deployed, new Facts(deployed.environment));
    const found = await look(deployed, broken.line);
    expect([nameOf(broken), found.outcome, found.seen]).toEqual([
      nameOf(broken),
      'failed',
      expect.stringMatching(broken.seen),
    ]);
    expect(found.remedy[0]).toMatch(broken.remedy);
    printed.set(nameOf(broken), found.remedy);
    if (await doSteps(deployed, broken.line, found.remedy, putOff)) {
      expect([nameOf(broken), await look(deployed, broken.line)]).toEqual([
        nameOf(broken),
        expect.objectContaining({ outcome: 'passed' }),
      ]);
    }
  }
  await deployAll(deployed, putOff);
  for (let passes = 1; ; passes++) {
    const failing = linesOf(await run('--json', '--no-send')).filter(({ outcome }) => outcome === 'failed');
    if (failing.length === 0 || passes > mostPasses) {
      expect(failing).toEqual([]);
      return;
    }
    const next: PutOff = { stacks: new Set(), after: [] };
    for (const { id, remedy } of failing) {
      await doSteps(deployed, id, remedy, next);
    }
    await deployAll(deployed, next);
  }
}

/** Does what is printed for a line, up to a deployment. @returns whether that was all */
async function doSteps(
  deployed: Deployed,
  line: string,
  steps: readonly string[],
  { stacks, after }: PutOff,
): Promise<boolean> {
  let isPutOff = false;
  for (const step of steps) {
    const stack = stackOf(step);
    if (stack === 'stripe-secret') {
      // The key is stored between this one and the others.
      await deployStack(deployed, stack);
    } else if (stack) {
      stacks.add(stack);
      isPutOff = true;
    } else if (isPutOff) {
      after.push({ line, step });
    } else {
      await doStep(deployed, step, line);
    }
  }
  return !isPutOff;
}

const order: readonly StackName[] = ['stripe-connection', 'service-processing'];

async function deployAll(deployed: Deployed, { stacks, after }: PutOff): Promise<void> {
  for (const stack of order.filter((one) => stacks.has(one))) {
    await deployStack(deployed, stack);
  }
  for (const { line, step } of after) {
    await doStep(deployed, step, line);
  }
}
