import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';

/** By this id an alarm on one metric asks for it; in metric math each metric has an id of its own. */
export const onlyMetric = 'metric';

/** A metric's value in one of the periods that are evaluated, 0 for the newest; undefined without data. */
export type PeriodValue = (metricId: string, period: number) => number | undefined;

/**
 * How many of an alarm's newest periods breach its threshold; 0 if fewer than it takes for ALARM. As CloudWatch's user
 * guide says in "Evaluating an alarm", in "Configuring how CloudWatch alarms treat missing data", and in "Using metric
 * math": a sum takes a missing metric for 0 unless all are missing, and FILL gives each period a value.
 *
 * @throws Error that names an operator, a treatment of missing data or an expression that is not evaluated here
 */
export function breachingPeriods(alarm: MetricAlarm, valueOf: PeriodValue): number {
  const { EvaluationPeriods = 1, DatapointsToAlarm = EvaluationPeriods, Metrics = [] } = alarm;
  const expression = Metrics.find(({ ReturnData }) => ReturnData)?.Expression ?? onlyMetric;
  const values = Array.from({ length: EvaluationPeriods }, (_, period) =>
    sum(expression, (id) => valueOf(id, period)),
  );
  const breaching = values.filter((value) => breaches(alarm, value)).length;
  return breaching >= DatapointsToAlarm ? breaching : 0;
}

function breaches(alarm: MetricAlarm, value: number | undefined): boolean {
  const { ComparisonOperator: operator, Threshold = NaN, TreatMissingData: treatment = 'missing' } = alarm;
  if (treatment !== 'breaching' && treatment !== 'notBreaching') {
    throw new Error(`missing data as ${treatment} is not evaluated here`);
  }
  if (value === undefined) {
    return treatment === 'breaching';
  }
  switch (operator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold;
    case 'LessThanThreshold':
      return value < Threshold;
    default:
      throw new Error(`${operator} is not evaluated here`);
  }
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
