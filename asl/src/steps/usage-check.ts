import { usageCheckPrefix } from '../../../ledger/keys';
import { usageCheckDelaySeconds } from '../../../ledger/times';
import { usageCheckUpdate } from '../../../ledger/updates';
import { jsonata, quoted } from '../language/jsonata';
import { update, type Table } from './dynamodb';
import { inMinutes, now } from './time';

const hourStart = jsonata`$floor($timestamp / 3600) * 3600`;
const key = jsonata`${quoted(usageCheckPrefix)} & $customerId & '/' & $string(${hourStart})`;
const dueAt = jsonata`$max([${hourStart} + 3600, ${now}]) + ${inMinutes(usageCheckDelaySeconds)}`;

/** Makes the check due that compares the event's customer and hour with Stripe. Each event makes it due again. */
export const scheduleUsageCheckIn = (ledger: Table) =>
  update(
    ledger,
    usageCheckUpdate(ledger.name, {
      key: key.toJSON(),
      customerId: jsonata`$customerId`.toJSON(),
      hourStart: jsonata`$string(${hourStart})`.toJSON(),
      dueAt: jsonata`$string(${dueAt})`.toJSON(),
    }),
  );
