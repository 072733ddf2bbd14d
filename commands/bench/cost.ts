import { prices, type PricedUse } from './prices';

/** How much is used of everything that AWS charges for by use. */
export type Use = Readonly<Record<PricedUse, number>>;

/** A part of a bill, in US dollars. */
export interface CostLine {
  readonly name: string;
  readonly amount: number;
  readonly dollars: number;
}

const names: Record<PricedUse, string> = {
  stateTransition: 'Step Functions, state transitions',
  writeRequestUnit: 'DynamoDB, write request units, indexes included',
  readRequestUnit: 'DynamoDB, read request units',
  logGigabyte: 'CloudWatch Logs, GB ingested',
  trace: 'X-Ray, traces',
  secretsManagerRequest: 'Secrets Manager, requests',
  putMetricData: 'CloudWatch, PutMetricData requests',
  scheduledInvocation: 'EventBridge Scheduler, invocations',
};

/** What so many times this use costs; lines without any are left out. */
export function costOf(use: Use, times: number): CostLine[] {
  return (Object.keys(prices) as PricedUse[])
    .map((kind) => ({
      name: names[kind],
      amount: use[kind] * times,
      dollars: use[kind] * times * prices[kind],
    }))
    .filter(({ amount }) => amount > 0);
}

export const totalOf = (lines: readonly CostLine[]): number =>
  lines.reduce((total, { dollars }) => total + dollars, 0);
