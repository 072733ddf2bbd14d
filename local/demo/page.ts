import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { plainItem } from '../../clients/aws/plain-item';
import { CommandError } from '../../clients/command-error';
import { pageOf, readExecution } from '../../clients/execution-page';
import { pageLines, writePage } from '../../clients/page-file';
import type { ShownExecution } from '@usage-billing/execution-page/page';
import { ledgerKey } from '../../ledger/keys';
import { meterEventsOf, type Shown } from './result';
import { runbookEntry } from './runbook';

/**
 * Writes what the demo showed as one HTML page, and says where it is; the next demo of the workspace replaces it. The
 * demo does not end because it cannot be written.
 */
export async function showPage(shown: Shown): Promise<void> {
  const { environment, log } = shown;
  try {
    const file = writePage(`demo-${environment.name}`, await demoPage(shown));
    pageLines(file).forEach((line) => log(line));
  } catch (error) {
    if (!(error instanceof CommandError)) {
      throw error;
    }
    log(error.message);
  }
}

async function demoPage(shown: Shown): Promise<string> {
  const { environment, services, application, input, failure } = shown;
  const { names } = environment;
  const executions: ShownExecution[] = [];
  for (const executionArn of shown.executions) {
    const { execution, children } = await readExecution(services.clients.states, executionArn);
    executions.push(execution, ...children);
  }
  const events = meterEventsOf(shown);
  const { Item: item } = await services.clients.dynamodb.send(
    new GetItemCommand({
      TableName: names.meterEventsTable,
      Key: { [ledgerKey]: { S: input.processingHistoryId } },
      ConsistentRead: true,
    }),
  );
  const record = await application.record(input.processingHistoryId);
  return pageOf({
    title: failure ? `Demo of ${environment.name}: ${failure.title}` : `Demo of ${environment.name}`,
    about: [
      'What ran on this machine alone, in an emulated AWS and against a local Stripe. The next demo of this workspace replaces this page.',
    ],
    executions,
    explanation: failure && { heading: 'What the runbook says', content: runbookEntry(failure.runbook) },
    records: [
      ...(events.length > 0 ? events : [undefined]).map((json) => ({
        heading: 'Meter event that Stripe took',
        json,
        without: 'Stripe took none.',
      })),
      {
        heading: `Item of the ledger, ${names.meterEventsTable}`,
        json: item && plainItem(item),
        without: 'None: nothing was sent, and nothing will be.',
      },
      { heading: `Record in ${names.processingHistoryTable}`, json: record && plainItem(record) },
    ],
  });
}
