/** An alarm as Terraform's configuration holds it. */
export interface SynthesizedAlarm {
  readonly evaluation_periods: number;
  /** @default - all evaluation periods */
  readonly datapoints_to_alarm?: number;
  readonly threshold: number;
  readonly treat_missing_data: string;
  readonly comparison_operator: string;
  /** Of an alarm on one metric. */
  readonly statistic?: string;
  readonly period?: number;
  /** Of an alarm on metric math. */
  readonly metric_query?: readonly {
    readonly id: string;
    readonly return_data?: boolean;
    readonly expression?: string;
    readonly metric?: { readonly period: number };
  }[];
}

export interface DataPoint {
  /** Id of the metric's query; `metric` for the one metric of an alarm without queries. */
  readonly id: string;
  /** Its timestamp. */
  readonly minute: number;
  /** When CloudWatch gets it. @default - at its timestamp */
  readonly arrivesMinute?: number;
  /** @default 1 */
  readonly value?: number;
}

/**
 * The minutes at which CloudWatch holds the alarm in ALARM, evaluating it every minute over the newest whole periods as
 * its user guide says ("Evaluating an alarm", "Configuring how CloudWatch alarms treat missing data"; "Using metric
 * math": a sum takes a missing metric for 0 unless all are missing, FILL gives each period a value).
 *
 * It knows what this project's alarms use: sums of metrics, or the sum or maximum of one.
 */
export function minutesInAlarm(
  alarm: SynthesizedAlarm,
  points: readonly DataPoint[],
  lastMinute: number,
): number[] {
  const { evaluation_periods: periods, datapoints_to_alarm: needed = periods } = alarm;
  const queries = alarm.metric_query ?? [
    { id: 'metric', metric: { period: alarm.period ?? NaN } },
    { id: 'result', return_data: true, expression: 'metric' },
  ];
  const periodMinutes = (queries.find(({ metric }) => metric)?.metric?.period ?? NaN) / 60;
  const expression = queries.find((query) => query.return_data)?.expression ?? '';
  const ofPeriod = alarm.statistic === 'Maximum' ? maximumOf : sumOf;
  const isBreaching = (period: number, now: number) => {
    const value = sum(expression, (id) => {
      const seen = points.filter(
        (point) =>
          point.id === id &&
          Math.floor(point.minute / periodMinutes) === period &&
          (point.arrivesMinute ?? point.minute) <= now,
      );
      return seen.length > 0 ? ofPeriod(seen.map((point) => point.value ?? 1)) : undefined;
    });
    return value === undefined ? missing(alarm) : breaches(alarm, value);
  };
  return Array.from({ length: lastMinute + 1 }, (_, minute) => minute).filter((now) => {
    const newest = Math.floor(now / periodMinutes) - 1;
    const judged = Array.from({ length: periods }, (_, index) => newest - index);
    return judged.filter((period) => isBreaching(period, now)).length >= needed;
  });
}

const sumOf = (values: number[]) => values.reduce((total, value) => total + value, 0);
const maximumOf = (values: number[]) => Math.max(...values);

function breaches({ comparison_operator: operator, threshold }: SynthesizedAlarm, value: number): boolean {
  switch (operator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    default:
      throw new Error(`${operator} is not evaluated here`);
  }
}

/** Whether a period without data is breaching. */
function missing({ treat_missing_data: treatment }: SynthesizedAlarm): boolean {
  if (treatment !== 'breaching' && treatment !== 'notBreaching') {
    throw new Error(`missing data as ${treatment} is not evaluated here`);
  }
  return treatment === 'breaching';
}

/** The value of `a + FILL(b, 0)`; undefined when every term is missing. */
function sum(expression: string, valueOf: (id: string) => number | undefined): number | undefined {
  const values = expression.split(' + ').map((term) => {
    const [, filled, plain] = /^(?:FILL\((\w+), 0\)|(\w+))$/.exec(term) ?? [];
    if (!filled && !plain) {
      throw new Error(`the term "${term}" is not evaluated here`);
    }
    return filled ? (valueOf(filled) ?? 0) : valueOf(plain ?? '');
  });
  const present = values.filter((value) => value !== undefined);
  return present.length > 0 ? present.reduce((total, value) => total + value, 0) : undefined;
}
