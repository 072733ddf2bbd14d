import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { undefinedIfAbsent } from '../../../clients/aws/undefined-if-absent';
import { isOverdue } from '../../../ledger/attempts';
import { openIndex } from '../../../ledger/indexes';
import type { OpenState } from '../../../ledger/item';
import { failed, NotChecked, passed, refusedAction, type Check, type Finding } from '../check';
import type { Facts } from '../facts';

/** How many identifiers a line names. */
const named = 3;

export const openEventsCheck = (facts: Facts): Check => ({
  id: 'open-events',
  what: 'Open meter events',
  actions: ['dynamodb:Query'],
  look: () => openEventsFinding(facts),
});

/**
 * Whether a meter event is open for too long or needs a person: the two cases of StripeMeterEventsOverdue.
 *
 * @throws NotChecked for credentials that may not see customers, as those of the workflows in live
 */
async function openEventsFinding(facts: Facts): Promise<Finding> {
  const open = await undefinedIfAbsent(openItems(facts)).catch((error: unknown) => {
    if ((error as Error).name === 'ValidationException' && /specified index/.test((error as Error).message)) {
      throw new NotChecked(`the ledger has no index ${openIndex}`);
    }
    const action = refusedAction(error, ['dynamodb:Query']);
    throw action
      ? new NotChecked(
          `these credentials may not do ${action}; the state of ${facts.environment.names.overdueAlarm} tells whether there are any`,
        )
      : error;
  });
  if (!open) {
    throw new NotChecked('there is no table');
  }
  const { pending, needsPerson } = open;
  const now = Date.now() / 1000;
  const overdue = pending.filter(({ timestamp }) => isOverdue(timestamp, now));
  const problems = [
    overdue.length > 0 && `${overdue.length} for more than an hour: ${list(overdue)}`,
    needsPerson.length > 0 && `${needsPerson.length} need a person: ${list(needsPerson)}`,
  ].filter((problem) => typeof problem === 'string');
  if (problems.length > 0) {
    const steps = [
      ...(needsPerson.length > 0
        ? [
            `Decide each that needs a person: with --id 'ID', the command tells its story and what can be done.`,
          ]
        : []),
      ...(overdue.length > 0
        ? ['Remove the cause in LAST ERROR (docs/runbook.md): a later run of recovery sends the event.']
        : []),
    ];
    return failed(problems.join('; '), facts.remedies.openEvents, ...steps);
  }
  return passed(`none is overdue, none needs a person, ${pending.length} to be sent`);
}

interface OpenItem {
  readonly identifier: string;
  /** Unix seconds; of meter events alone. */
  readonly timestamp: number;
}

async function openItems(facts: Facts) {
  const [pending, needsPerson] = await Promise.all([items(facts, 'pending'), items(facts, 'needs-person')]);
  // A usage check has no timestamp: it waits for its hour, and alarms nobody before it needs a person.
  return { pending: pending.filter(({ timestamp }) => !Number.isNaN(timestamp)), needsPerson };
}

async function items({ clients, environment }: Facts, openState: OpenState): Promise<OpenItem[]> {
  const found: OpenItem[] = [];
  const pages = paginateQuery(
    { client: clients.dynamodb },
    {
      TableName: environment.names.meterEventsTable,
      IndexName: openIndex,
      KeyConditionExpression: 'openState = :openState',
      ProjectionExpression: 'identifier, #timestamp',
      ExpressionAttributeNames: { '#timestamp': 'timestamp' },
      ExpressionAttributeValues: { ':openState': { S: openState } },
    },
  );
  for await (const { Items = [] } of pages) {
    found.push(
      ...Items.map(({ identifier, timestamp }) => ({
        identifier: identifier?.S ?? '',
        timestamp: Number(timestamp?.N),
      })),
    );
  }
  return found;
}

function list(items: readonly OpenItem[]): string {
  const first = items.slice(0, named).map(({ identifier }) => identifier);
  return [...first, ...(items.length > named ? ['…'] : [])].join(', ');
}
