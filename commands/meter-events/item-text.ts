import type {
  Evidence,
  KnownItem,
  LedgerItem,
  MeterEvent,
  MeterEventStatus,
  UnknownItem,
  UsageCheck,
  UsageCheckStatus,
} from '../../ledger/item';
import { unknownSentence } from '../../ledger/unknown-item';
import { isCertainlyNotTaken } from '../../ledger/attempts';
import { usageErrors } from '../../ledger/errors';
import { mostDoubts } from '../../ledger/limits';
import { checkDueSince, isOverdueCheck } from '../../ledger/overdue';
import { counted, timeText } from '../shared/words';

const eventStatus: Record<MeterEventStatus, string> = {
  pending: 'not sent yet, as far as the ledger knows',
  sent: 'Stripe took it',
  rejected: 'Stripe refused it for certain, or it is too old',
  undecided: 'nobody can prove whether Stripe counted it',
  'written-off': 'a person decided not to bill it',
};

const checkStatus: Record<UsageCheckStatus, string> = {
  pending: 'still to be compared',
  equal: "the ledger's sum and Stripe's were equal",
  different: "the ledger's sum and Stripe's differed twice, 30 minutes apart",
  'written-off': 'a person accepted the difference',
};

const evidenceText: Record<Evidence, string> = {
  response: 'Stripe answered 200',
  summary: "Stripe's figures show that it was counted",
  'zero-bytes': 'there is nothing to count in 0 bytes',
  person: 'a person said so',
};

/** Every field of an item in plain words, one a line. @param now Unix seconds */
export function itemLines(item: LedgerItem, now = Math.floor(Date.now() / 1000)): string[] {
  return [
    ...ownLines(item),
    ...(isOverdueCheck(item, now)
      ? [
          `Overdue: it was first due at ${timeText(checkDueSince(item.identifier))}, and ${counted(item.attempts ?? 0, 'claim')} since it was last made due compared nothing.`,
        ]
      : []),
    ...(item.claimedAt === undefined
      ? []
      : [
          `Recovery last claimed it at ${timeText(item.claimedAt)}` +
            `${item.previousClaimedAt === undefined ? '' : `, before that at ${timeText(item.previousClaimedAt)}`}.`,
        ]),
    ...(item.lastError === undefined
      ? []
      : [
          `Last error${item.lastErrorAt === undefined ? '' : ` at ${timeText(item.lastErrorAt)}`}: ${item.lastError}: ${item.lastErrorCause ?? ''}`,
        ]),
    ...(item.writtenOffReason === undefined ? [] : [`Written off because: ${item.writtenOffReason}`]),
  ];
}

function ownLines(item: LedgerItem): string[] {
  switch (item.kind) {
    case 'meter event':
      return [...eventLines(item), openLine(item)];
    case 'usage check':
      return [...checkLines(item), openLine(item)];
    case 'unknown':
      return unknownLines(item);
  }
}

function openLine({ openState, dueAt }: KnownItem): string {
  switch (openState) {
    case undefined:
      return 'Closed: neither recovery nor a person has to do anything.';
    case 'needs-person':
      return 'Open: a person must decide.';
    case 'pending':
      return `Open: recovery works on it ${dueAt === undefined ? '' : `at ${timeText(dueAt)} `}(due).`;
  }
}

/** What could be read, as it stands in the table, under the names that the table has. */
function unknownLines(item: UnknownItem): string[] {
  const { identifier, looksLike, customerId, value, timestamp, hourStart, status, openState } = item;
  const fields = { status, openState, customerId, value, timestamp, hourStart, ...countsOf(item) };
  return [
    `${looksLike[0]!.toUpperCase()}${looksLike.slice(1)} ${identifier}`,
    unknownSentence(item),
    ...Object.entries(fields)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => `${name}: ${field}`),
  ];
}

const countsOf = ({ eventName, recordedBy, attempts, notTaken, dueAt, sentAt }: UnknownItem) => ({
  eventName,
  recordedBy,
  attempts,
  notTaken,
  dueAt,
  sentAt,
});

function eventLines(event: MeterEvent): string[] {
  const { attempts, notTaken = 0, refusals = 0, doubts = 0 } = event;
  const proven = isCertainlyNotTaken(event) ? ': Stripe certainly never took it' : '';
  return [
    `Meter event ${event.identifier}`,
    `${counted(event.value, 'byte')} of the customer ${event.customerId} at ${timeText(event.timestamp)} (${event.timestamp}), event name ${event.eventName ?? 'unknown'}.`,
    `Status: ${event.status} (${eventStatus[event.status]}).`,
    `${attempts === undefined ? 'An unknown number of attempts' : counted(attempts, 'attempt')} may have sent it; ${notTaken} ended with proof that Stripe did not take it${proven}.`,
    ...(refusals > 0 ? [`Stripe answered 400, 402 or 404: ${refusals} of them.`] : []),
    ...(doubts > 0 ? [`Stripe's figures did not decide: ${doubts} of ${mostDoubts} times.`] : []),
    ...(event.sentAt === undefined
      ? []
      : [
          `Recorded as sent at ${timeText(event.sentAt)}` +
            `${event.evidence === undefined ? '' : `, because ${evidenceText[event.evidence]} (evidence: ${event.evidence})`}` +
            `${event.livemode === undefined ? '' : `, in ${event.livemode ? 'live' : 'test'} mode`}.`,
        ]),
  ];
}

/** Whether a person is told of a check because Stripe gives no figures, not because they differ. */
const isUnknown = ({ status, lastError }: UsageCheck) =>
  status === 'different' && lastError === usageErrors.unknown;

function checkLines(check: UsageCheck): string[] {
  return [
    `Usage check ${check.identifier}`,
    `Compares the hour from ${timeText(check.hourStart)} of the customer ${check.customerId} with Stripe.`,
    `Status: ${check.status} (${isUnknown(check) ? 'Stripe refused to say what it counted' : checkStatus[check.status]}).`,
    `${counted(check.revision ?? 0, 'event')} of that hour made it due; it differed at ${counted(check.looks ?? 0, 'look')} since the last one.`,
    ...(check.checkedAt === undefined ? [] : [`Found equal at ${timeText(check.checkedAt)}.`]),
  ];
}
