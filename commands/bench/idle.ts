import type { EnvironmentName } from '../../settings/environment-names';
import { environmentOf } from '../../settings/environments';
import { ledgerMetrics } from '../../ledger/metrics';
import { intervalMinutesOf } from '../../settings/recovery';
import { costOf, type CostLine, type Use } from './cost';
import { monthlyPrices } from './prices';

/** 730 hours, as AWS's calculator has it. */
const minutesOfMonth = 730 * 60;

/** What a workspace has, whether something happens or not; a test holds it to the stacks. */
export const monthlyResources = {
  /** Those that each run publishes; the metric filter's has no data, and so no price, while nothing fails. */
  customMetric: Object.keys(ledgerMetrics).length,
  /** Of three alarms; StripeMeterSendFailure adds up four metrics. */
  alarmMetric: 6,
  dashboard: 1,
  /** The Stripe key. */
  secret: 1,
} as const satisfies Record<keyof typeof monthlyPrices, number>;

const names: Record<keyof typeof monthlyPrices, string> = {
  customMetric: 'CloudWatch, custom metrics',
  alarmMetric: 'CloudWatch, metrics of alarms',
  dashboard: 'CloudWatch, dashboard (free up to three in an account)',
  secret: 'Secrets Manager, secret',
};

/** What a month costs in which nothing is uploaded, without AWS's free tier but for the dashboard. */
export function idleMonth(name: EnvironmentName, idleRun: Use): CostLine[] {
  const intervalMinutes = intervalMinutesOf(environmentOf(name).recovery);
  const runs = minutesOfMonth / intervalMinutes;
  const resources = (Object.keys(monthlyResources) as (keyof typeof monthlyResources)[]).map((kind) => ({
    name: names[kind],
    amount: monthlyResources[kind],
    dollars: monthlyResources[kind] * monthlyPrices[kind],
  }));
  return [...costOf({ ...idleRun, scheduledInvocation: 1 }, runs), ...resources];
}
