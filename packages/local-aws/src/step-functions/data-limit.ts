import { StatesError } from './types';
import { type Json } from '../json';

/**
 * Longest input, output, arguments or variable, in bytes of UTF-8 (Step Functions quotas: "Maximum input or
 * output size for a task, state, or execution", 256 KiB).
 */
export const maximumDataBytes = 262_144;

export function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * @param source the state, or the service that a task called, as AWS names it in the cause
 * @throws StatesError `States.DataLimitExceeded`
 */
export function checkSize(value: Json, source: string): void {
  if (bytesOf(value) > maximumDataBytes) {
    throw dataLimitExceeded(source);
  }
}

/** @param source the state, or the service that a task called, e.g. `dynamodb`, `http` */
export function dataLimitExceeded(source: string): StatesError {
  return new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${source}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
