import { isTooOld, maySendUntil, retryDueAt } from '../../ledger/attempts';
import type { KnownItem, LedgerItem, MeterEvent, UsageCheck } from '../../ledger/item';
import { unknownSentence } from '../../ledger/unknown-item';
import type { Decision } from './options';
import { timeText } from '../shared/words';

/** What becomes of a person's decision about an item. */
export interface Verdict {
  readonly outcome: 'refused' | 'already' | 'possible';
  /** Why not, that it is so already, or what the decision will do. */
  readonly sentence: string;
}

const refused = (sentence: string): Verdict => ({ outcome: 'refused', sentence });
const already = (sentence: string): Verdict => ({ outcome: 'already', sentence });
const possible = (sentence: string): Verdict => ({ outcome: 'possible', sentence });

/**
 * @param check the usage check of the event's hour, if there is one
 * @param now Unix seconds
 */
export function judge(
  decision: Decision,
  item: KnownItem,
  check: LedgerItem | undefined,
  now: number,
): Verdict {
  if (item.kind === 'usage check') {
    return judgeCheck(decision, item, now);
  }
  switch (decision.action) {
    case 'retry':
      return judgeRetry(item, check, now);
    case 'counted':
      return judgeCounted(item, now);
    case 'write-off':
      return judgeWriteOff(item, now);
  }
}

/** `1024 bytes of the customer cus_1 at 2026-01-02T03:04:05Z` */
const usageOf = ({ value, customerId, timestamp }: MeterEvent) =>
  `${value} bytes of the customer ${customerId} at ${timeText(timestamp)}`;

const eventOf = (event: MeterEvent) => `The meter event ${event.identifier} (${usageOf(event)})`;

function judgeRetry(event: MeterEvent, check: LedgerItem | undefined, now: number): Verdict {
  const { status, timestamp } = event;
  if (status === 'pending') {
    return already(
      `${eventOf(event)} is pending already: recovery works on it at ${timeText(event.dueAt ?? now)}.`,
    );
  }
  if (status === 'written-off') {
    return refused(
      `${eventOf(event)} was written off (${event.writtenOffReason}). Only rejected and undecided events can be retried, ` +
        'and sent ones whose usage check differs.',
    );
  }
  if (status === 'sent' && check?.kind === 'unknown') {
    return refused(
      `${eventOf(event)} is recorded as sent, and its hour cannot be judged. ${unknownSentence(check)}`,
    );
  }
  if (status === 'sent' && check?.status !== 'different') {
    return refused(
      `${eventOf(event)} is recorded as sent, and the usage check of its hour is ${check?.status ?? 'missing'}. ` +
        'A sent event can be retried only when that check is different.',
    );
  }
  if (isTooOld(timestamp, now)) {
    return refused(
      `${eventOf(event)} is older than the 35 days that Stripe takes. Bill it with an invoice item, then close it with ` +
        '--write-off ID --reason TEXT, or with --counted ID if Stripe counted it after all.',
    );
  }
  const asks = status === 'sent' ? ' It asks Stripe what it counted, unless Stripe still deduplicates.' : '';
  return possible(
    `${eventOf(event)} becomes pending: recovery works on it from ${timeText(retryDueAt(event, now))} on.${asks}`,
  );
}

function judgeCounted(event: MeterEvent, now: number): Verdict {
  if (event.status === 'sent') {
    return already(`${eventOf(event)} is recorded as sent already (evidence: ${event.evidence}).`);
  }
  return (
    stillSending(event, now) ??
    possible(
      `${eventOf(event)} is recorded as sent because a person knows that Stripe counted it. It is never sent again, ` +
        'and the usage check of its hour is made again.',
    )
  );
}

function judgeWriteOff(event: MeterEvent, now: number): Verdict {
  if (event.status === 'written-off') {
    return already(`${eventOf(event)} is written off already: ${event.writtenOffReason}`);
  }
  if (event.status === 'sent') {
    return refused(
      `${eventOf(event)} is recorded as sent, and what Stripe counted cannot be written off here. Give a credit note in ` +
        'Stripe; if the usage check of its hour differs, write off that check.',
    );
  }
  return (
    stillSending(event, now) ??
    possible(`${eventOf(event)} is closed without being billed. That cannot be undone with this command.`)
  );
}

/** Who may be sending the event at this moment, or has still to complete its record; undefined if nobody. */
function stillSending(event: MeterEvent, now: number): Verdict | undefined {
  if (event.completesRecord) {
    return refused(
      `${eventOf(event)} is recorded, but the application's record of it is still to be completed: recovery does so at ` +
        `${timeText(event.dueAt ?? now)}. Decide after that, if it is still open then.`,
    );
  }
  const until = maySendUntil(event);
  if (event.status !== 'pending' || now >= until) {
    return undefined;
  }
  return refused(
    `${eventOf(event)} may be on its way to Stripe at this moment. Decide after ${timeText(until)}, if it is still open then.`,
  );
}

function judgeCheck({ action }: Decision, check: UsageCheck, now: number): Verdict {
  const { customerId, hourStart, status, identifier } = check;
  const name = `The usage check ${identifier} (customer ${customerId}, hour from ${timeText(hourStart)})`;
  if (action === 'counted') {
    return refused(`${name} is no meter event: a check can be retried or written off.`);
  }
  if (action === 'retry' && status === 'pending') {
    return already(`${name} is pending already: recovery compares at ${timeText(check.dueAt ?? now)}.`);
  }
  if (action === 'write-off' && status === 'written-off') {
    return already(`${name} is written off already: ${check.writtenOffReason}`);
  }
  if (status !== 'different') {
    return refused(`${name} is ${status}: only a check that is different can be retried or written off.`);
  }
  return possible(
    action === 'retry'
      ? `${name} becomes pending: recovery compares again from ${timeText(retryDueAt(check, now))} on.`
      : `${name} is closed: the difference is accepted. ${check.lastErrorCause ?? ''}`.trim(),
  );
}
