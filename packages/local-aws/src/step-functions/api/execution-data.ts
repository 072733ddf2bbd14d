import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** Fields of an event's details that are data of the execution; `includeExecutionData: false` leaves them out. */
const dataFields = [
  'input',
  'inputDetails',
  'output',
  'outputDetails',
  'parameters',
  'assignedVariables',
  'assignedVariablesDetails',
];

/** The one member that holds an event's details, e.g. `taskFailedEventDetails`. */
export function eventDetailsOf(
  event: HistoryEvent,
): [name: string, details: Record<string, unknown>] | undefined {
  const found = Object.entries(event).find(([name]) => name.endsWith('EventDetails'));
  return found as [string, Record<string, unknown>] | undefined;
}

/** Details without the execution's data. */
export function withoutData(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !dataFields.includes(name)));
}
