import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { failed, type Finding } from './check';
import { keysOf } from './index-problems';
import type { Remedies } from './remedies';

/**
 * What is wrong with a table as a whole, so that nothing else about it can be looked at; undefined if nothing is.
 *
 * @param key the name of its partition key, a string
 * @param create the commands that create it where there is none
 */
export function tableProblem(
  table: TableDescription,
  key: string,
  create: readonly string[],
  { aws }: Remedies,
): Finding | undefined {
  const named = `--table-name ${table.TableName}`;
  const keys = keysOf(table, table.KeySchema);
  const expected = `${key} (S, HASH)`;
  switch (table.TableStatus) {
    case 'ACTIVE':
      break;
    case 'DELETING':
      return failed('is DELETING', aws(`dynamodb wait table-not-exists ${named}`), ...create);
    case 'CREATING':
    case 'UPDATING':
      return failed(`is ${table.TableStatus}`, aws(`dynamodb wait table-exists ${named}`));
    case 'INACCESSIBLE_ENCRYPTION_CREDENTIALS':
    case 'ARCHIVING':
    case 'ARCHIVED':
      return failed(
        `is ${table.TableStatus}: DynamoDB cannot use its KMS key`,
        `Let DynamoDB use the key ${table.SSEDescription?.KMSMasterKeyArn ?? ''} again in AWS KMS; restore an archived table from its backup in DynamoDB (Backups) under the same name.`,
      );
    default:
      return failed(
        `is ${table.TableStatus}`,
        'Wait until DynamoDB has finished it, and run the command again.',
      );
  }
  if (keys === expected) {
    return undefined;
  }
  return failed(
    `has the key ${keys}, not ${expected}, and a key cannot be changed`,
    'Save its items: the next command deletes them.',
    ...(table.DeletionProtectionEnabled
      ? [aws(`dynamodb update-table ${named} --no-deletion-protection-enabled`)]
      : []),
    aws(`dynamodb delete-table ${named}`),
    aws(`dynamodb wait table-not-exists ${named}`),
    ...create,
  );
}
