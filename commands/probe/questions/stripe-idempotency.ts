import type { Question } from '../question';
import { responseText, sendEvent } from '../stripe-response';

export const idempotentReplay: Question = {
  id: 'idempotent-replay',
  assumption:
    'The same request under the same Idempotency-Key gets the first response again: 200 with the header Idempotent-Replayed, not the error of a duplicate.',
  dependsOn: [
    'asl/ServiceProcessingOrchestrator.asl.json',
    'docs/ledger.md',
    'packages/local-stripe/src/idempotency.ts',
  ],
  async ask(context) {
    const event = await context.event('replay');
    const first = await sendEvent(context, event, event.identifier);
    const second = await sendEvent(context, event, event.identifier);
    return {
      agrees: first.status === 200 && !first.isReplayed && second.status === 200 && second.isReplayed,
      seen: `first ${responseText(first)}, then ${responseText(second)}`,
    };
  },
};

export const idempotencyConflict: Question = {
  id: 'idempotency-conflict',
  assumption:
    'Other parameters under a used Idempotency-Key are refused with 400, so that nothing is sent twice.',
  dependsOn: ['asl/ServiceProcessingOrchestrator.asl.json', 'packages/local-stripe/src/idempotency.ts'],
  async ask(context) {
    const event = await context.event('conflict');
    const first = await sendEvent(context, event, event.identifier);
    const other = { ...event, identifier: `${event.identifier}-other` };
    const second = await sendEvent(context, other, event.identifier);
    return {
      agrees: first.status === 200 && second.status === 400 && /idempotent|idempotency/i.test(second.message),
      seen: `first ${responseText(first)}, then ${responseText(second)}`,
    };
  },
};
