import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { ListBackupsCommand, RestoreTableFromBackupCommand } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { meterEvents } from '../../../commands/meter-events';
import { definitionFrom } from '../../../modules/definition';
import { stripeClientOf } from '../../../local/catalog';
import { permissionNames } from '@usage-billing/local-stripe/keys';
import { seen } from '../../helpers/command';
import type { Deployed } from '../../helpers/deployed';
import { openItems, runRecovery } from '../../helpers/recovery';
import { storedKey } from './key-breakages';

/** What a person does for a sentence that `verify` prints below a ✗. */
interface Person {
  readonly sentence: RegExp;
  readonly does: (deployed: Deployed, line: string, step: string) => Promise<unknown>;
}

const nothing = async () => {};

/** Its role is still there. */
async function createChildAgain({ services, environment }: Deployed): Promise<void> {
  const [name] = environment.childStateMachineNames;
  const definition = definitionFrom('CopyFile.asl.json', {});
  const roleArn = `arn:aws:iam::${environment.accountId}:role/${name}-role`;
  await services.clients.states
    .send(new CreateStateMachineCommand({ name, definition, roleArn }))
    .catch((error: unknown) => {
      // The sentence stands there twice where this child is the only one of the settings.
      if ((error as Error).name !== 'StateMachineAlreadyExists') {
        throw error;
      }
    });
}

/** From the newest backup; there is none where the table is only not as it must be. */
async function restoreLedger({ services: { clients }, environment }: Deployed): Promise<void> {
  const TableName = environment.names.meterEventsTable;
  const { BackupSummaries = [] } = await clients.dynamodb.send(new ListBackupsCommand({ TableName }));
  const BackupArn = BackupSummaries.at(-1)?.BackupArn;
  if (BackupArn) {
    await clients.dynamodb.send(new RestoreTableFromBackupCommand({ TargetTableName: TableName, BackupArn }));
  }
}

export const people: readonly Person[] = [
  // Which command applies; the commands follow.
  { sentence: /^Map each policy to its child, for example:$/, does: nothing },
  { sentence: /^If the child is the right one, /, does: nothing },
  { sentence: /^Or, if acct_\w+ is the right account, /, does: nothing },
  // The customer exists, and a fault refused the event.
  { sentence: /^Find the customer in the Stripe Dashboard, and name one that exists/, does: nothing },
  // There is nothing to save or to move.
  { sentence: /^Save its items/, does: nothing },
  { sentence: /^Move the subscriptions to the new prices\.$/, does: nothing },
  { sentence: /^If it was deleted: restore it from its backup/, does: restoreLedger },
  { sentence: /^Danger: \S+ was deleted .*Restore it first from its backup/, does: restoreLedger },
  {
    sentence: /^Create (the|a) child state machine/,
    does: createChildAgain,
  },
  {
    sentence: /^Remove the cause in LAST ERROR/,
    does: (deployed) => runRecovery(deployed),
  },
  {
    sentence: /^Decide each that needs a person/,
    async does(deployed) {
      for (const { identifier } of await openItems(deployed, 'needs-person')) {
        const decision = ['--write-off', String(identifier), '--reason', 'A test made it.'];
        const { exitCode, error } = await seen((terminal) =>
          meterEvents(['--workspace', 'test', ...decision], terminal),
        );
        expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
      }
    },
  },
  {
    sentence: /^Give it the permission in the Stripe Dashboard/,
    async does(deployed) {
      const value = await storedKey(deployed);
      const isRestricted = value.startsWith('rk_');
      const permissions = isRestricted ? { permissions: permissionNames } : {};
      deployed.services.stripe.addKey({ value, mode: 'test', ...permissions });
    },
  },
  {
    sentence: /^Deactivate the meter (mtr_\w+) in the Stripe Dashboard/,
    does: ({ services, key }, _line, step) =>
      stripeClientOf(services.stripe, key).billing.meters.deactivate(/mtr_\w+/.exec(step)![0]),
  },
  {
    // It evaluates its alarms; the local one does not.
    sentence: /^CloudWatch sets it to OK /,
    does: ({ services: { clients }, environment: { names } }, line) => {
      const AlarmName = {
        'alarm-state': names.alarm,
        'overdue-alarm-state': names.overdueAlarm,
        'recovery-silent-alarm-state': names.recoverySilentAlarm,
      }[line];
      const StateReason = 'Nothing failed since.';
      return clients.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason }));
    },
  },
];
