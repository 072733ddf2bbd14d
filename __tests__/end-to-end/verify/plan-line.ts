import { Facts } from '../../../commands/verify/facts';
import { stacksOf } from '../../../settings/stacks';
import type { Deployed } from '../../helpers/deployed';
import { deploy } from './breakage';
import { deletedAddresses, everythingDeleted, ledgerDeleted } from './deletions';
import { planLineOf } from './plans';
import { plannedChanges } from './planned-changes';
import { deployStack, doStep, stackOf, type Operator } from './printed-steps';

/** A plan and a deployment of everything, on a loaded machine with two cores. */
const timeoutMilliseconds = 300_000;

/** What Terraform's plan says of changes by hand; its fix puts all of them back. */
export function planLine(current: () => Deployed, operator: () => Operator): void {
  const inSync = expect.objectContaining({ outcome: 'passed', seen: 'no changes in service-processing' });
  const service = () => planLineOf(current(), 'service-processing');
  const facts = () => new Facts(current().environment);

  /** Does what is printed. */
  async function follow(steps: readonly string[]): Promise<void> {
    for (const step of steps) {
      const stack = stackOf(step);
      await (stack ? deployStack(current(), stack) : doStep(operator(), step, 'plan'));
    }
  }

  test(
    'plan: ✓ where nothing differs, in any stack',
    async () => {
      const stacks = stacksOf(current().environment);
      expect(await planLineOf(current(), ...stacks)).toMatchObject({
        outcome: 'passed',
        seen: `no changes in ${stacks.join(', ')}`,
      });
    },
    timeoutMilliseconds,
  );

  test(
    'plan: whatever was changed by hand is named, and the deployment that is printed puts it back',
    async () => {
      for (const { make } of plannedChanges) {
        await make(current(), facts());
      }
      const { outcome, seen, remedy } = await service();
      expect(outcome).toBe('failed');
      for (const { address, differs } of plannedChanges) {
        const text = differs
          ? `${address} (differs|would be replaced) \\(([^)]*)\\)`
          : `${address} is missing`;
        const [named = '', , attributes = ''] = new RegExp(text).exec(seen) ?? [];
        expect({ address, named }).toEqual({ address, named: expect.stringMatching(/./) });
        expect(attributes.split(', ')).toEqual(expect.arrayContaining([...(differs ?? [])]));
      }
      // Who deploys it loses what is in that table, and lets the role do again what it could.
      const dangers = [
        'aws_dynamodb_table.tables_policy-mapping is replaced: all its records are lost.',
        'aws_iam_role_policy.execution-role_policy allows more: InvokeHTTPEndpoint is new',
      ].map((danger) => expect.stringContaining(`Danger: ${danger}`));
      expect(remedy.slice(0, -1)).toEqual(expect.arrayContaining(dangers));
      expect(remedy.at(-1)).toMatch(deploy);
      await deployStack(current(), 'service-processing');
      expect(await service()).toEqual(inSync);
    },
    timeoutMilliseconds,
  );

  test(
    'plan: whatever was deleted is named, and the ledger is restored before it is created anew',
    async () => {
      await everythingDeleted(current(), facts());
      await ledgerDeleted(current(), facts());
      const { seen, remedy } = await service();
      const missing = [...seen.matchAll(/(\S+) is missing/g)].map(([, address]) => address);
      expect(missing.sort()).toEqual([...deletedAddresses, 'aws_dynamodb_table.ledger_table'].sort());
      expect(remedy).toEqual([
        expect.stringMatching(/^Danger: aws_dynamodb_table\.ledger_table was deleted .*Restore it first/),
        expect.stringMatching(deploy),
      ]);
      await follow(remedy);
      expect(await service()).toEqual(inSync);
    },
    timeoutMilliseconds,
  );
}
