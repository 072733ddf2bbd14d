import { randomUUID } from 'node:crypto';
import { StatesError } from '../types';
import { runtimeError } from './task-arguments';

/** How Step Functions reports a service's errors; its two styles are those of AWS's SDK for Java 1 and 2. */
export interface ServiceNames {
  /** Before the dot of an error, e.g. `DynamoDB` of the optimized integration, `DynamoDb` of the AWS SDK's. */
  readonly prefix: string;
  /** The SDK's class for exceptions that the service's model does not name. */
  readonly baseClass: abstract new (...args: never[]) => Error;
  /** Step Functions' name for those. */
  readonly baseName: string;
  readonly style: 'optimized' | 'aws-sdk';
  /** The service in a cause, e.g. `AmazonDynamoDBv2`. */
  readonly service: string;
  /** Exceptions that the SDK for Java calls otherwise; null where it does not model them. */
  readonly renamed?: Readonly<Record<string, string | null>>;
  /** The code and HTTP status of a denied call; default AccessDeniedException, 400. */
  readonly denial?: { readonly code: string; readonly name?: string; readonly status: number };
}

interface ServiceResponse {
  readonly message: string;
  readonly code: string;
  readonly status: number;
  readonly requestId?: string;
  readonly extendedRequestId?: string;
}

/**
 * The error of a failed SDK call. Names and causes as recorded from AWS in LocalStack's snapshots
 * (tests/aws/services/stepfunctions/v2/error_handling); without a response it is SdkClientException.
 */
export function serviceError(names: ServiceNames, error: unknown): StatesError {
  if (error instanceof StatesError) {
    return error;
  }
  const { name, message, $metadata } = error as FailedCall;
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) {
    // For a response that it cannot read, such as a page of HTML, the SDK adds a hint for programmers.
    const response = { code: name, status, ...$metadata, message: message.split('\n')[0]! };
    return new StatesError(`${names.prefix}.${exceptionName(names, error as Error)}`, cause(names, response));
  }
  // The SDK could not write the request: the arguments have another shape than the service's.
  if (error instanceof TypeError || error instanceof RangeError) {
    return runtimeError(message);
  }
  return new StatesError(
    `${names.prefix}.SdkClientException`,
    `Unable to execute HTTP request: ${message || name}`,
  );
}

/** The error of a call that the execution role may not make. */
export function deniedError(names: ServiceNames): (sentence: string) => StatesError {
  const denial = names.denial ?? { code: 'AccessDeniedException', status: 400 };
  return (sentence) =>
    new StatesError(
      `${names.prefix}.${denial.name ?? names.baseName}`,
      cause(names, { message: sentence, code: denial.code, status: denial.status }),
    );
}

/** The error of a call that the service rejects, and moto would not. */
export function rejectedError(names: ServiceNames, exception: string, message: string): StatesError {
  const response = { message, code: exception, status: 400 };
  return new StatesError(`${names.prefix}.${exception}`, cause(names, response));
}

interface FailedCall extends Error {
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly extendedRequestId?: string;
  };
}

function exceptionName(names: ServiceNames, error: Error): string {
  const renamed = names.renamed?.[error.name];
  if (renamed) {
    return renamed;
  }
  if (renamed === null || error.constructor === names.baseClass || !(error instanceof names.baseClass)) {
    return names.baseName;
  }
  return error.name.endsWith('Exception') ? error.name : `${error.name}Exception`;
}

function cause(names: ServiceNames, response: ServiceResponse): string {
  const requestId = response.requestId ?? randomUUID();
  const details =
    names.style === 'optimized'
      ? `Service: ${names.service}; Status Code: ${response.status}; Error Code: ${response.code}; Request ID: ${requestId}; Proxy: null`
      : `Service: ${names.service}, Status Code: ${response.status}, Request ID: ${requestId}`;
  const extended = response.extendedRequestId ? `, Extended Request ID: ${response.extendedRequestId}` : '';
  return `${response.message} (${details}${extended})`;
}
