import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { Line } from '../../../commands/verify/check';
import { checklist } from '../../../commands/verify/checklist';
import { logDeliveryCheck } from '../../../commands/verify/checks/log-delivery';
import { Facts } from '../../../commands/verify/facts';
import type { StackName } from '../../../settings/stacks';
import type { Deployed } from '../../helpers/deployed';
import { ringing } from './alarm-changes';
import { awsBreakages } from './aws-breakages';
import { deploySecret, deployConnection, nameOf, type Breakage } from './breakage';
import { catalogBreakages } from './catalog-breakages';
import { ledgerDeleted } from './deletions';
import { keyBreakages, overriding } from './key-breakages';
import { anHourLater } from './later';
import { linesOf, look, run } from './lines';
import { deployStack, doStep, stackOf, type Operator } from './printed-steps';

/** Two deployments, on a loaded machine with two cores. */
const timeoutMilliseconds = 300_000;

/** Steps that a round puts off, so that one deployment of a stack repairs all that it can. */
interface PutOff {
  readonly stacks: Set<StackName>;
  /** What is printed below a deployment. */
  readonly after: { readonly line: string; readonly step: string }[];
}

/** How often a round does what is printed: a repair may show what another ✗ hid. */
const mostPasses = 3;

/** Without the key or the connection the other lines cannot be looked at, hence they come last. */
const changed: readonly Breakage[] = [...catalogBreakages, ...awsBreakages, ...keyBreakages];

const deleted: readonly Breakage[] = [
  overriding,
  {
    line: 'connection',
    wrong: 'it was deleted with its CloudFormation stack',
    // As what is printed for the one before leaves it.
    make: async () => {},
    seen: /^does not exist$/,
    remedy: deployConnection,
  },
  {
    line: 'secret',
    wrong: 'it was deleted at once',
    make: ({ services: { clients }, environment }) =>
      clients.secrets.send(
        new DeleteSecretCommand({ SecretId: environment.names.secret, ForceDeleteWithoutRecovery: true }),
      ),
    seen: /^does not exist$/,
    remedy: deploySecret,
  },
  {
    line: 'ledger-table',
    wrong: 'it was deleted',
    make: ledgerDeleted,
    seen: /^does not exist$/,
    remedy: /^If it was deleted: restore it from its backup/,
  },
];

/** What a plan does not see fails its line; what is printed below it is done as it stands there, until there is no ✗. */
export function repairs(current: () => Deployed, operator: () => Operator): void {
  test('account: the credentials are of another one', async () => {
    const elsewhere = new Facts({ ...current().environment, accountId: '111122223333' });
    const line = await look(current(), 'account', elsewhere);
    expect(line).toMatchObject({
      outcome: 'failed',
      seen: expect.stringMatching(/of account 002689294103.*AWS_PROFILE/),
    });
  });

  test.each([
    ['was changed', changed],
    ['was deleted', deleted],
  ])(
    'whatever %s is named, and what is printed repairs it',
    (_, all) => repaired(operator(), all),
    timeoutMilliseconds,
  );

  test('recovery that nothing starts is named, and the run that is printed is started', async () => {
    const reason = 'Threshold Crossed: no datapoints were received.';
    await ringing('recoverySilentAlarm', reason)(current(), new Facts(current().environment));
    // The half an hour is on the command's clock alone: that of a recovery deployed minutes ago tells nothing.
    const turnBack = anHourLater();
    const lines = [
      await look(current(), 'recovery-runs'),
      await look(current(), 'recovery-silent-alarm-state'),
    ];
    turnBack();
    expect(lines).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        seen: expect.stringMatching(/^none succeeded since \d{4}-/),
      }),
      expect.objectContaining({ outcome: 'failed', seen: `ALARM: ${reason}` }),
    ]);
    for (const { id, remedy } of lines) {
      for (const step of remedy.filter((one) => !stackOf(one))) {
        await doStep(operator(), step, id);
      }
      expect(await look(current(), id)).toMatchObject({ outcome: 'passed' });
    }
  });

  test('every line of the checklist fails above, but for those of Terraform and of a file that is sent', () => {
    const facts = new Facts(current().environment);
    const ids = [...checklist(facts), logDeliveryCheck(facts, 0)].map(({ id }) => id);
    const broken = new Set([...changed, ...deleted].map(({ line }) => line));
    expect(ids.filter((id) => !broken.has(id))).toEqual(['account', 'plan', 'recovery-silent-alarm-state']);
  });
}

async function repaired(operator: Operator, all: readonly Breakage[]): Promise<void> {
  const putOff: PutOff = { stacks: new Set(), after: [] };
  for (const broken of all) {
    await broken.make(operator, new Facts(operator.environment));
    const found = await look(operator, broken.line);
    expect([nameOf(broken), found.outcome, found.seen]).toEqual([
      nameOf(broken),
      'failed',
      expect.stringMatching(broken.seen),
    ]);
    expect([nameOf(broken), found.remedy[0]]).toEqual([nameOf(broken), expect.stringMatching(broken.remedy)]);
    if (await doSteps(operator, found, putOff)) {
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
    for (const line of failing) {
      await doSteps(operator, line, next);
    }
    await deployAll(operator, next);
  }
}

/** Does what is printed for a line, up to a deployment. @returns whether that was all */
async function doSteps(operator: Operator, line: Line, { stacks, after }: PutOff): Promise<boolean> {
  let isPutOff = false;
  for (const step of line.remedy) {
    const stack = stackOf(step);
    if (stack === 'stripe-secret') {
      // The key is stored between this one and the others.
      await deployStack(operator, stack);
    } else if (stack) {
      stacks.add(stack);
      isPutOff = true;
    } else if (isPutOff) {
      after.push({ line: line.id, step });
    } else {
      await doStep(operator, step, line.id);
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
