import type { Deployed } from './deployed';

/** Runs an execution and tells what is left of it: its record, the requests to Stripe, and the events that count. */
export async function outcomeOf(environment: Deployed, input: { processingHistoryId: string }) {
  const { status } = await environment.run(input);
  return { status, ...(await leftOf(environment, input)) };
}

/** What is left of an upload: its record, its item in the ledger, the requests to Stripe, and the events that count. */
export async function leftOf(environment: Deployed, input: { processingHistoryId: string }) {
  return {
    record: await environment.record(input),
    ledger: await environment.ledger(input),
    attempts: environment.attempts(input),
    events: environment.meterEvents(input).length,
  };
}
