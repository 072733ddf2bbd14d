import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { requireAccount } from '../../clients/aws/account';
import { awsClient } from '../../clients/aws/client';
import { plainItem } from '../../clients/aws/plain-item';
import { CommandError } from '../../clients/command-error';
import { pageOf, readExecution, subjectOf } from '../../clients/execution-page';
import { pageLines, writePage } from '../../clients/page-file';
import type { ShownRecord } from '@usage-billing/execution-page/page';
import type { ReadExecution } from '@usage-billing/execution-page/read-execution';
import { processingHistoryKey } from '../../settings/application';
import { nameInArn } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { ledgerKey } from '../../ledger/keys';
import { tryToLookUp } from '../shared/stripe-access';
import { findExecution } from './find-execution';

interface LogOptions {
  readonly since?: string;
  readonly failures?: boolean;
  readonly 'no-follow'?: boolean;
  readonly 'processing-history-id'?: string;
}

/**
 * Draws an execution as an HTML page, with its item of the ledger and its record as far as they can be read, and says
 * where the page is. Only reads.
 *
 * @param text as for `findExecution`
 * @param options must have none of those of the log
 * @throws CommandError if there is no such execution, or the page cannot be written
 */
export async function drawExecution(
  environment: Environment,
  text: string,
  options: LogOptions,
  log: (line: string) => void,
): Promise<void> {
  const others = (['since', 'failures', 'no-follow', 'processing-history-id'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (others.length > 0) {
    throw new CommandError(
      `--graph draws one execution and shows no log: leave out ${others.map((name) => `--${name}`).join(', ')}.`,
    );
  }
  await requireAccount(environment);
  const client = awsClient(SFNClient, environment);
  const executionArn = await findExecution(environment, client, text);
  const read = await readExecution(client, executionArn);
  const page = await pageOf({
    title: `${environment.name}: execution ${nameInArn(executionArn)}`,
    about: aboutPage(environment, read),
    executions: [read.execution, ...read.children],
    records: await recordsOf(environment, read),
  });
  const file = writePage(`execution-${environment.name}`, page);
  pageLines(file).forEach(log);
  log(`${dataSentence} The next page of ${environment.name} replaces it.`);
}

const dataSentence =
  'The page holds what the execution’s input, output and records hold: data of customers, and no Stripe key.';

function aboutPage(
  { name, accountId }: Environment,
  { execution, furtherChildren }: ReadExecution,
): string[] {
  return [
    `Read from AWS account ${accountId}, workspace ${name}, at ${new Date().toISOString()}. ${dataSentence}`,
    ...(execution.status === 'RUNNING'
      ? ['The execution was still running then: run the command again to see the rest.']
      : []),
    ...(furtherChildren > 0
      ? [
          `Its Map Run has ${furtherChildren} more executions, which are not on this page: each can be drawn by its name.`,
        ]
      : []),
  ];
}

async function recordsOf(environment: Environment, { execution }: ReadExecution): Promise<ShownRecord[]> {
  const { names } = environment;
  const { processingHistoryId, item } = subjectOf(execution.input);
  const identifier = processingHistoryId ?? item?.identifier;
  if (typeof identifier !== 'string' || identifier === '') {
    return [];
  }
  const ledger = { heading: 'Item of the ledger', table: names.meterEventsTable, key: ledgerKey };
  const record = { heading: 'Record', table: names.processingHistoryTable, key: processingHistoryKey };
  return Promise.all(
    [ledger, record].map(async ({ heading, table, key }) => {
      const read = await tryToLookUp(async () => {
        const { Item } = await awsClient(DynamoDBClient, environment).send(
          new GetItemCommand({ TableName: table, Key: { [key]: { S: identifier } }, ConsistentRead: true }),
        );
        return Item && plainItem(Item);
      });
      return {
        heading: `${heading}, ${table}`,
        ...('found' in read ? { json: read.found } : { without: `Could not be read: ${read.notFound}` }),
      };
    }),
  );
}
