import { checklist } from '../../../commands/verify/checklist';
import { Facts } from '../../../commands/verify/facts';
import type { StackName } from '../../../settings/stacks';
import type { Deployed } from '../../helpers/deployed';
import { breakages, nameOf, printed } from './all-breakages';
import type { Breakage } from './breakage';
import { deletions, type Deletion } from './deletions';
import { linesOf, look, run } from './lines';
import { deployStack, doStep, stackOf } from './printed-steps';

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

  test('what is printed for whatever was changed repairs it', () => repaired(current(), inRound(1)));

  test('what is printed for what was changed in another way repairs it', () =>
    repaired(current(), inRound(2)));

  test('what is printed for whatever was deleted repairs it', () =>
    repaired(current(), [...inRound(3), ...deletions]));

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

  test('every line of the checklist is repaired above', () => {
    const ids = checklist(new Facts(current().environment)).map(({ id }) => id);
    const broken = new Set([...breakages, ...deletions].map(({ line }) => line));
    expect(ids.filter((id) => !broken.has(id))).toEqual(['account']);
  });
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
    await doSteps(deployed, broken.line, found.remedy, putOff);
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

/** Does what is printed for a line, up to a deployment. */
async function doSteps(
  deployed: Deployed,
  line: string,
  steps: readonly string[],
  { stacks, after }: PutOff,
): Promise<void> {
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
  if (!isPutOff) {
    expect([line, await look(deployed, line)]).toEqual([
      line,
      expect.objectContaining({ outcome: 'passed' }),
    ]);
  }
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
