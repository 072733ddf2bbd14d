import { AwsError } from './errors';
import type { AwsRequest } from './aws-request';

/** A failure of a service, on demand. */
export interface Fault {
  /** The service as it stands in a signature: `dynamodb`, `states`, `secretsmanager`, `logs`, `monitoring`, … */
  readonly service: string;
  /** The API operation, e.g. `UpdateItem`. */
  readonly operation: string;
  /** @default - every request of the operation */
  readonly when?: (body: string) => boolean;
  /** The service's error code. @default InternalServerError */
  readonly code?: string;
  /** HTTP status. @default 400 with a code, 500 without */
  readonly status?: number;
  readonly message?: string;
  /** Drops the connection without a response. @default false */
  readonly reset?: boolean;
  /** Lets the service handle the request, then drops the connection: the caller cannot know whether it took effect. @default false */
  readonly loseAnswer?: boolean;
  /** How many requests fail before the fault is gone. @default - all until it is removed */
  readonly times?: number;
}

/** The faults in force; a request with a fault does not reach the service, unless only its response is lost. */
export class AwsFaultList {
  private readonly faults = new Map<Fault, number>();

  /** @returns a function that removes the fault */
  add(fault: Fault): () => void {
    // A copy, so that the same fault can be added twice.
    const own = { ...fault };
    this.faults.set(own, fault.times ?? Infinity);
    return () => void this.faults.delete(own);
  }

  /** The fault that matches this request, counted as used. */
  take(request: AwsRequest): Fault | undefined {
    for (const [fault, left] of this.faults) {
      if (fault.service !== request.service || fault.operation !== request.operation) {
        continue;
      }
      if (fault.when && !fault.when(request.body.toString())) {
        continue;
      }
      if (left > 1) {
        this.faults.set(fault, left - 1);
      } else {
        this.faults.delete(fault);
      }
      return fault;
    }
    return undefined;
  }
}

/** The error of a fault that does not drop the connection. */
export function faultError({ code, status, message }: Fault): AwsError {
  return new AwsError(
    code ?? 'InternalServerError',
    message ?? 'The service failed on demand.',
    status ?? (code ? 400 : 500),
  );
}
