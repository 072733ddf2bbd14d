import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { undefinedIfAbsent } from '../../../clients/aws/undefined-if-absent';
import { openIndex } from '../../../ledger/indexes';
import type { OpenState } from '../../../ledger/item';
import { checkDueSince, isOverdue, type PendingItem } from '../../../ledger/overdue';
import { usageCheckOverdueSeconds } from '../../../ledger/times';
import { timeText } from '../../shared/words';
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
 * Whether an event or a comparison is open for too long, or an item needs a person: the cases of StripeMeterEventsOverdue.
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
  const { pending, unknown, needsPerson } = open;
  const now = Date.now() / 1000;
  const isEvent = ({ timestamp }: OpenItem) => timestamp !== undefined;
  const late = pending.filter((item) => isOverdue(item, now));
  const overdue = late.filter(isEvent);
  const checks = late.filter((item) => !isEvent(item));
  const problems = [
    overdue.length > 0 && `${overdue.length} for more than an hour: ${list(overdue)}`,
    checks.length > 0 &&
      `${checks.length} could not be compared with Stripe for more than ${usageCheckOverdueSeconds / 3600} hours: ` +
        list(checks, ({ identifier }) => `${identifier} since ${timeText(checkDueSince(identifier))}`),
    unknown.length > 0 && `${unknown.length} that this version does not know: ${list(unknown)}`,
    needsPerson.length > 0 && `${needsPerson.length} need a person: ${list(needsPerson)}`,
  ].filter((problem) => typeof problem === 'string');
  if (problems.length > 0) {
    const steps = [
      ...(needsPerson.length + unknown.length > 0
        ? [
            `Decide each that needs a person or is not known: with --id 'ID', the command tells its story and what can be done.`,
          ]
        : []),
      ...(overdue.length > 0
        ? ['Remove the cause in LAST ERROR (docs/runbook.md): a later run of recovery sends the event.']
        : []),
      ...(checks.length > 0
        ? ['Remove the cause in LAST ERROR (docs/runbook.md): a later run of recovery compares.']
        : []),
    ];
    return failed(problems.join('; '), facts.remedies.openEvents, ...steps);
  }
  return passed(`none is overdue, none needs a person, ${pending.filter(isEvent).length} to be sent`);
}

interface OpenItem extends PendingItem {
  readonly identifier: string;
  /** Whether it lacks what every meter event has. */
  readonly isUnknown: boolean;
}

async function openItems(facts: Facts) {
  const [pending, needsPerson] = await Promise.all([items(facts, 'pending'), items(facts, 'needs-person')]);
  return {
    pending: pending.filter(({ isUnknown }) => !isUnknown),
    unknown: pending.filter(({ isUnknown }) => isUnknown),
    needsPerson,
  };
}

async function items({ clients, environment }: Facts, openState: OpenState): Promise<OpenItem[]> {
  const found: OpenItem[] = [];
  const pages = paginateQuery(
    { client: clients.dynamodb },
    {
      TableName: environment.names.meterEventsTable,
      IndexName: openIndex,
      KeyConditionExpression: 'openState = :openState',
      ProjectionExpression: 'identifier, dueAt, attempts, #timestamp',
      ExpressionAttributeNames: { '#timestamp': 'timestamp' },
      ExpressionAttributeValues: { ':openState': { S: openState } },
    },
  );
  for await (const { Items = [] } of pages) {
    found.push(
      ...Items.map(({ identifier, timestamp, dueAt, attempts }) => ({
        identifier: identifier?.S ?? '',
        timestamp: timestamp && Number(timestamp.N),
        dueAt: Number(dueAt?.N),
        attempts: Number(attempts?.N ?? 0),
        isUnknown: !identifier?.S?.startsWith('#') && (!timestamp?.N || !attempts?.N),
      })),
    );
  }
  return found;
}

function list(items: readonly OpenItem[], nameOf = ({ identifier }: OpenItem): string => identifier): string {
  const first = items.slice(0, named).map(nameOf);
  return [...first, ...(items.length > named ? ['…'] : [])].join(', ');
}
