import Stripe from 'stripe';
import { catalog } from '../../../settings/catalog';
import type { Question } from '../question';
import { responseText, sendEvent, type StripeResponse } from '../stripe-response';

export const duplicateIdentifier: Question = {
  id: 'duplicate-identifier',
  assumption:
    'A second event with the same identifier is refused with 400, without a code, and with "An event already exists with identifier …".',
  dependsOn: [
    'docs/ledger.md',
    'asl/StripeMeterEventRecovery.asl.json',
    'packages/local-stripe/src/meter-events.ts',
  ],
  async ask(context) {
    const event = await context.event('duplicate');
    const first = await sendEvent(context, event);
    const second = await sendEvent(context, event);
    return {
      agrees:
        first.status === 200 &&
        second.status === 400 &&
        !second.code &&
        second.message.includes('already exists'),
      seen: `first ${responseText(first)}, then ${responseText(second)}`,
    };
  },
};

export const unknownCustomer: Question = {
  id: 'unknown-customer',
  assumption:
    'An event of a customer whom Stripe does not know is refused with 400 or 404 and the code resource_missing, or accepted with 200 and reported later.',
  dependsOn: [
    'docs/runbook.md',
    'asl/StripeMeterEventRecovery.asl.json',
    'packages/local-stripe/src/account.ts',
  ],
  async ask(context) {
    const event = await context.event('unknown-customer');
    const payload = { ...event.payload, [catalog.meter.customerKey]: `cus_probe${context.options.run}` };
    const response = await sendEvent(context, { ...event, payload });
    const isRefused = [400, 404].includes(response.status) && response.code === 'resource_missing';
    return { agrees: isRefused || response.status === 200, seen: responseText(response) };
  },
};

/** As many as a sandbox takes in a second, with a margin (docs.stripe.com/rate-limits). */
const atOnce = 10;

export const concurrentEvents: Question = {
  id: 'concurrent-events',
  assumption:
    'Of events for one customer at the same time, Stripe accepts each, or answers it with 409 or 429.',
  dependsOn: [
    'asl/ServiceProcessingOrchestrator.asl.json',
    'asl/StripeMeterEventRecovery.asl.json',
    'packages/local-stripe/src/faults.ts',
  ],
  async ask(context) {
    const event = await context.event('concurrent');
    const events = Array.from({ length: atOnce }, (_, index) => ({
      ...event,
      identifier: `${event.identifier}-${index}`,
    }));
    const statuses = await Promise.all(events.map((one) => statusOf(sendEvent(context, one))));
    const counts = [...new Set(statuses)].map(
      (status) => `${statuses.filter((one) => one === status).length} × ${status}`,
    );
    return { agrees: statuses.every((status) => [200, 409, 429].includes(status)), seen: counts.join(', ') };
  },
};

const statusOf = (sending: Promise<StripeResponse>): Promise<number> =>
  sending.then(
    ({ status }) => status,
    (error: unknown) => {
      if (error instanceof Stripe.errors.StripeRateLimitError) {
        return 429;
      }
      throw error;
    },
  );

const daySeconds = 86_400;

export const oldTimestamp: Question = {
  id: 'old-timestamp',
  assumption: 'A timestamp of more than 35 days ago is refused with 400, and the sentence names the 35 days.',
  dependsOn: ['ledger/times.ts', 'docs/runbook.md'],
  async ask(context) {
    const event = await context.event('old-timestamp');
    const response = await sendEvent(context, { ...event, timestamp: event.timestamp - 36 * daySeconds });
    return {
      agrees: response.status === 400 && response.message.includes('35'),
      seen: responseText(response),
    };
  },
};
