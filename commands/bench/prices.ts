/**
 * What AWS charges in Tokyo (ap-northeast-1), in US dollars, before taxes, looked up on 2026-11-25 in stored copies of
 * AWS's pages and price list; nothing was asked of AWS itself. Compare before you rely on it: https://calculator.aws
 *
 * Not confirmed for Tokyo, but the same in every region that was seen: X-Ray, custom metrics, dashboards, requests to
 * Secrets Manager. Not confirmed at all: whether Step Functions' log counts as vended log (its first 10 TB a month cost
 * the same), and how often an HTTP Task asks Secrets Manager for the connection's key at the account's cost.
 */
export const pricesDate = '2026-11-25';

export const prices = {
  /** https://aws.amazon.com/step-functions/pricing/ : "each time a step of your workflow is executed", retries too. */
  stateTransition: 0.025 / 1_000,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ (APN1-WriteRequestUnits) */
  writeRequestUnit: 0.715 / 1e6,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ (APN1-ReadRequestUnits) */
  readRequestUnit: 0.1425 / 1e6,
  /** https://aws.amazon.com/cloudwatch/pricing/ (APN1-DataProcessing-Bytes); 26 bytes for each event are added. */
  logGigabyte: 0.76,
  /** https://aws.amazon.com/xray/pricing/ */
  trace: 5 / 1e6,
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secretsManagerRequest: 0.05 / 10_000,
  /** https://aws.amazon.com/cloudwatch/pricing/ (APN1-CW:Requests) */
  putMetricData: 0.01 / 1_000,
  /** https://aws.amazon.com/eventbridge/pricing/ (APN1-ScheduledInvocation); the first 14 million a month are free. */
  scheduledInvocation: 1.25 / 1e6,
} as const;

/** For a month. */
export const monthlyPrices = {
  /** https://aws.amazon.com/cloudwatch/pricing/ (APN1-CW:MetricMonitorUsage) */
  customMetric: 0.3,
  /** https://aws.amazon.com/cloudwatch/pricing/ (APN1-CW:AlarmMonitorUsage), for each metric that an alarm looks at. */
  alarmMetric: 0.1,
  /**
   * https://aws.amazon.com/cloudwatch/pricing/ : the first three of an account are free, and the two workspaces have
   * two. Each further one costs $3.
   */
  dashboard: 0,
  /**
   * https://aws.amazon.com/secrets-manager/pricing/ (APN1-AWSSecretsManager-Secrets). The connection's managed secret
   * is free: Secrets Manager user guide, "How Amazon EventBridge uses AWS Secrets Manager".
   */
  secret: 0.4,
} as const;

export type PricedUse = keyof typeof prices;
