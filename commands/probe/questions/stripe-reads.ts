import Stripe from 'stripe';
import { countedBytes } from '../../../clients/stripe/usage';
import { catalog } from '../../../settings/catalog';
import { aggregatedSeconds } from '../../../ledger/times';
import { minuteStartOf } from '../../../ledger/keys';
import type { Question } from '../question';
import { sendEvent } from '../stripe-response';

export const summaryDelay: Question = {
  id: 'summary-delay',
  assumption: `An event is in Stripe’s summaries within ${aggregatedSeconds / 60} minutes.`,
  dependsOn: ['ledger/times.ts', 'commands/verify/send-options.ts', 'packages/local-stripe/src/account.ts'],
  async ask(context) {
    const { stripe, meterId } = context.options;
    const event = await context.event('summary');
    // An event of 0 bytes shows in no summary. The customer has no subscription, so that a byte bills nobody.
    const payload = { ...event.payload, [catalog.meter.valueKey]: '1' };
    const { status } = await sendEvent(context, { ...event, payload });
    if (status !== 200) {
      throw new Error(`Stripe refused the event whose summary was to be awaited, with ${status}.`);
    }
    const sentAt = Date.now();
    const start = minuteStartOf(event.timestamp);
    const range = { customer: await context.customer(), start, end: start + 60 };
    const bytes = await context.until(
      'summaries',
      () => countedBytes(stripe, meterId, range),
      (found) => found > 0,
    );
    const seconds = Math.ceil((Date.now() - sentAt) / 1000);
    return {
      agrees: bytes === 1 && seconds <= aggregatedSeconds,
      seen: bytes > 0 ? `${bytes} byte after ${seconds} s` : `nothing after ${seconds} s`,
    };
  },
};

export const coreEventsCreated: Question = {
  id: 'core-events-created',
  assumption: 'GET /v2/core/events takes a range of created in RFC 3339 and lists the meter’s error reports.',
  dependsOn: ['commands/meter-events/error-reports.ts', 'packages/local-stripe/src/core-events.ts'],
  async ask({ options: { stripe } }) {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const query = new URLSearchParams({
      'types[0]': 'v1.billing.meter.error_report_triggered',
      'created[gte]': yesterday,
      limit: '1',
    });
    try {
      const listed = (await stripe.rawRequest('GET', `/v2/core/events?${query.toString()}`)) as {
        readonly data?: unknown;
      };
      const agrees = Array.isArray(listed.data);
      return { agrees, seen: agrees ? '200 with a list' : '200 without a list' };
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeError) || error.statusCode !== 400) {
        throw error;
      }
      return { agrees: false, seen: `400 "${error.message}"` };
    }
  },
};
