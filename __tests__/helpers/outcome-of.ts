import type { Deployed } from './deployed';

/** Runs an execution and tells what is left of it: its record, the requests to Stripe, and the events that count. */
export async function outcomeOf(environment: Deployed, input: { processingHistoryId: string }) {
  const { status } = await environment.run(input);
  return {
    status,
    record: await environment.record(input),
    attempts: environment.attempts(input),
    events: environment.meterEvents(input).length,
  };
}
