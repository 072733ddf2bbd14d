import { StandardUnit, type MetricDatum, type PutMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import type { StatesError } from '../types';
import type { RequiredPermission } from './execution-role-session';
import { rejectedError, type ServiceNames } from './service-error';
import { objectWith, runtimeError, text } from './task-arguments';
import type { Json, JsonObject } from '../../json';

/** Source of all limits: CloudWatch API, PutMetricData and MetricDatum. */
const maximum = { metrics: 1000, dimensions: 30, name: 255, dimensionValue: 1024 };
const valueRange = { smallest: 8.51592e-109, largest: 1.174271e108 };
const hour = 3_600_000;
const timeRange = { past: 14 * 24 * hour, future: 2 * hour };

/** The one permission, which a policy limits by the condition key `cloudwatch:namespace`. */
export function namespacePermission(input: JsonObject): RequiredPermission {
  const context = { 'cloudwatch:namespace': text(input, 'Namespace') };
  return { action: 'cloudwatch:PutMetricData', resource: '*', context };
}

/**
 * The input of PutMetricData; moto takes almost anything.
 *
 * @param now the date of executions, from which a timestamp may not be far; CloudWatch dates a metric without one
 * @throws StatesError of CloudWatch for a value that it rejects
 */
export function metricDataFor(input: JsonObject, now: Date, names: ServiceNames): PutMetricDataCommandInput {
  const invalid = (message: string) => rejectedError(names, 'InvalidParameterValueException', message);
  const Namespace = text(input, 'Namespace');
  if (!/^[^:].{0,254}$/.test(Namespace) || Namespace.startsWith('AWS/')) {
    throw invalid(`The value ${Namespace} for parameter Namespace is invalid.`);
  }
  const metrics = list(input, 'MetricData');
  if (metrics.length === 0) {
    throw rejectedError(names, 'MissingRequiredParameterException', 'The parameter MetricData is required.');
  }
  if (metrics.length > maximum.metrics) {
    throw invalid(`The collection MetricData must not have a size greater than ${maximum.metrics}.`);
  }
  return {
    Namespace,
    MetricData: metrics.map((metric, index) => datum(metric, `MetricData.member.${index + 1}`, now, invalid)),
  };
}

type Invalid = (message: string) => StatesError;

function datum(value: Json, at: string, now: Date, invalid: Invalid): MetricDatum {
  const fields = ['MetricName', 'Value', 'Unit', 'Timestamp', 'Dimensions'];
  const metric = objectWith(value, { name: 'MetricData', fields, required: ['MetricName', 'Value'] });
  const { Value, Unit } = metric;
  if (typeof Value !== 'number') {
    throw runtimeError("The value for the field 'Value' must be a DOUBLE.");
  }
  const size = Math.abs(Value);
  if (size !== 0 && (size < valueRange.smallest || size > valueRange.largest)) {
    throw invalid(`The value ${Value} for parameter ${at}.Value is invalid.`);
  }
  const units: readonly string[] = Object.values(StandardUnit);
  if (Unit !== undefined && !units.includes(text(metric, 'Unit'))) {
    throw invalid(`The parameter ${at}.Unit must be a value in the set [ ${units.join(', ')} ].`);
  }
  return {
    MetricName: name(metric, 'MetricName', `${at}.MetricName`, maximum.name, invalid),
    Value,
    ...(metric['Timestamp'] !== undefined && { Timestamp: timestamp(metric, at, now, invalid) }),
    ...(Unit !== undefined && { Unit: Unit as StandardUnit }),
    ...(metric['Dimensions'] !== undefined && { Dimensions: dimensions(metric, at, invalid) }),
  };
}

function timestamp(metric: JsonObject, at: string, now: Date, invalid: Invalid): Date {
  const found = new Date(text(metric, 'Timestamp'));
  if (Number.isNaN(found.getTime())) {
    throw runtimeError("The value for the field 'Timestamp' must be a TIMESTAMP.");
  }
  if (
    found.getTime() < now.getTime() - timeRange.past ||
    found.getTime() > now.getTime() + timeRange.future
  ) {
    throw invalid(
      `The parameter ${at}.Timestamp must specify a time within the past two weeks and the next two hours.`,
    );
  }
  return found;
}

function dimensions(metric: JsonObject, at: string, invalid: Invalid): { Name: string; Value: string }[] {
  const found = list(metric, 'Dimensions').map((value, index) => {
    const part = `${at}.Dimensions.member.${index + 1}`;
    const required = ['Name', 'Value'];
    const dimension = objectWith(value, { name: 'Dimensions', fields: required, required });
    return {
      Name: name(dimension, 'Name', `${part}.Name`, maximum.name, invalid),
      Value: name(dimension, 'Value', `${part}.Value`, maximum.dimensionValue, invalid),
    };
  });
  const names = found.map(({ Name }) => Name);
  if (found.length > maximum.dimensions || new Set(names).size < names.length) {
    throw invalid(`The parameter ${at}.Dimensions must have at most 30 members, each with another name.`);
  }
  return found;
}

/** ASCII with at least one character that is not white space. */
function name(holder: JsonObject, field: string, at: string, longest: number, invalid: Invalid): string {
  const value = text(holder, field);
  if (value.trim() === '' || value.length > longest || !/^[\x20-\x7e]*$/.test(value)) {
    throw invalid(`The value ${value} for parameter ${at} is invalid.`);
  }
  return value;
}

function list(holder: JsonObject, field: string): Json[] {
  const value = holder[field];
  if (!Array.isArray(value)) {
    throw runtimeError(`The value for the field '${field}' must be an ARRAY.`);
  }
  return value;
}
