import { StatesError, type Json } from '../types';

/**
 * Longest input, output, arguments or variable, in bytes of UTF-8 (Step Functions quotas: "Maximum input or
 * output size for a task, state, or execution", 256 KiB).
 */
export const maximumDataBytes = 262_144;

/** All variables of an execution together, in bytes (Step Functions quotas: 10 MiB). */
export const maximumVariablesBytes = 10 * 1024 * 1024;

/** Last event an execution may have; it is then its `ExecutionFailed` (Step Functions quotas). */
export const maximumHistoryEvents = 25_000;

/** Iterations of an inline Map that run at once when `MaxConcurrency` is 0 or higher. */
export const maximumInlineConcurrency = 40;

/** Longest `Seconds` and `TimeoutSeconds`. */
export const maximumSeconds = 99_999_999;

export function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * @param source the state, or the service that a task called, as AWS names it in the cause
 * @throws StatesError `States.DataLimitExceeded`
 */
export function checkSize(value: Json, source: string): void {
  if (bytesOf(value) > maximumDataBytes) {
    throw new StatesError(
      'States.DataLimitExceeded',
      `The state/task '${source}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
}
