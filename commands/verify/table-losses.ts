import { DescribeContinuousBackupsCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { NotChecked } from './check';
import type { Facts } from './facts';

/** The IAM actions that `tableLosses` needs. */
export const lossActions = ['dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTimeToLive'];

/** A way in which a table loses items, or in which they are not found. */
export interface TableLoss {
  readonly seen: string;
  readonly remedy: string;
}

/** The command that turns on point-in-time recovery. */
export const recoveryCommand = ({ remedies }: Facts, table: string) =>
  remedies.aws(
    `dynamodb update-continuous-backups --table-name ${table} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
  );

/**
 * Whether items of a table that exists can be lost: by a mistake that nobody can undo, or by expiry.
 *
 * @param isOwn whether the stacks create the table
 */
export async function tableLosses(facts: Facts, TableName: string, isOwn: boolean): Promise<TableLoss[]> {
  const { clients, remedies } = facts;
  const { ContinuousBackupsDescription } = await clients.dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  const { PointInTimeRecoveryStatus } = ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  const { TimeToLiveDescription } = await clients.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  const { TimeToLiveStatus = '', AttributeName } = TimeToLiveDescription ?? {};
  const losses: TableLoss[] = [];
  if (!['ENABLED', 'ENABLING', 'DISABLED', 'DISABLING'].includes(TimeToLiveStatus)) {
    throw new NotChecked('DynamoDB does not say whether it deletes items (time to live)');
  }
  if (PointInTimeRecoveryStatus !== 'ENABLED') {
    losses.push({
      seen: 'point-in-time recovery is off: an item deleted by mistake is gone',
      remedy: isOwn ? remedies.deploy : recoveryCommand(facts, TableName),
    });
  }
  if (['ENABLED', 'ENABLING'].includes(TimeToLiveStatus)) {
    losses.push({
      seen: `DynamoDB deletes its items after the time in "${AttributeName}" (time to live), and with them what they record`,
      // Terraform leaves alone a time to live that the stack does not set.
      remedy: remedies.aws(
        `dynamodb update-time-to-live --table-name ${TableName} --time-to-live-specification 'Enabled=false,AttributeName=${AttributeName}'`,
      ),
    });
  }
  return losses;
}
