/** An alarm as Terraform's configuration holds it. */
export interface SynthesizedAlarm {
  readonly evaluation_periods: number;
  /** @default - all evaluation periods */
  readonly datapoints_to_alarm?: number;
  readonly threshold: number;
  readonly treat_missing_data: string;
  readonly metric_query: readonly {
    readonly id: string;
    readonly return_data?: boolean;
    readonly expression?: string;
    readonly metric?: { readonly period: number };
  }[];
}

export interface DataPoint {
  /** Id of the metric's query. */
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
 * It knows what this project's alarms use: sums of metrics, a threshold that is reached from below, and missing data
 * that is not breaching.
 */
export function minutesInAlarm(
  alarm: SynthesizedAlarm,
  points: readonly DataPoint[],
  lastMinute: number,
): number[] {
  const { evaluation_periods: periods, datapoints_to_alarm: needed = periods } = alarm;
  if (alarm.treat_missing_data !== 'notBreaching') {
    throw new Error(`missing data as ${alarm.treat_missing_data} is not evaluated here`);
  }
  const periodMinutes = (alarm.metric_query.find(({ metric }) => metric)?.metric?.period ?? NaN) / 60;
  const expression = alarm.metric_query.find((query) => query.return_data)?.expression ?? '';
  const isBreaching = (period: number, now: number) => {
    const value = sum(expression, (id) => {
      const seen = points.filter(
        (point) =>
          point.id === id &&
          Math.floor(point.minute / periodMinutes) === period &&
          (point.arrivesMinute ?? point.minute) <= now,
      );
      return seen.length > 0 ? seen.reduce((total, point) => total + (point.value ?? 1), 0) : undefined;
    });
    return value !== undefined && value >= alarm.threshold;
  };
  return Array.from({ length: lastMinute + 1 }, (_, minute) => minute).filter((now) => {
    const newest = Math.floor(now / periodMinutes) - 1;
    const judged = Array.from({ length: periods }, (_, index) => newest - index);
    return judged.filter((period) => isBreaching(period, now)).length >= needed;
  });
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
