import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { failed, type Finding } from './check';
import type { Remedies } from './remedies';

/**
 * What is wrong with a table as a whole, so that nothing else about it can be looked at; undefined if nothing is.
 *
 * @param wanted its partition key, a string, and the commands that create it where there is none. @default - any key is
 *   right
 */
export function tableProblem(
  table: TableDescription,
  wanted: { readonly key: string; readonly create: readonly string[] } | undefined,
  { aws }: Remedies,
): Finding | undefined {
  const named = `--table-name ${table.TableName}`;
  const wait = 'Wait until DynamoDB has finished it, and run the command again.';
  switch (table.TableStatus) {
    case 'ACTIVE':
      break;
    case 'DELETING':
      return failed(
        'is DELETING',
        aws(`dynamodb wait table-not-exists ${named}`),
        'Run the command again: it says how to create the table.',
      );
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
      return failed(`is ${table.TableStatus}`, wait);
  }
  const filling = table.GlobalSecondaryIndexes?.find(({ IndexStatus }) => IndexStatus !== 'ACTIVE');
  if (filling) {
    return failed(`the index ${filling.IndexName} is ${filling.IndexStatus}`, wait);
  }
  return wanted && keyProblem(table, wanted.key, wanted.create, aws);
}

function keyProblem(
  table: TableDescription,
  key: string,
  create: readonly string[],
  aws: Remedies['aws'],
): Finding | undefined {
  const named = `--table-name ${table.TableName}`;
  const keys = keysOf(table);
  const expected = `${key} (S, HASH)`;
  return keys === expected
    ? undefined
    : failed(
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

/** For example `openState (S, HASH), dueAt (N, RANGE)`. */
function keysOf({ AttributeDefinitions, KeySchema = [] }: TableDescription): string {
  return KeySchema.map(({ AttributeName, KeyType }) => {
    const type = AttributeDefinitions?.find((one) => one.AttributeName === AttributeName)?.AttributeType;
    return `${AttributeName} (${type}, ${KeyType})`;
  }).join(', ');
}
