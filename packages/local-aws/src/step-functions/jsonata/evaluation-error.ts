/** What JSONata throws and this code throws like it; Step Functions puts the message into the cause. */
export interface EvaluationError {
  readonly code?: string;
  readonly message: string;
}

export const memoryLimitExceeded: EvaluationError = {
  message: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
};

export const timeLimitExceeded: EvaluationError = {
  message: 'Expression evaluation timeout: Check for infinite loop',
};

export const depthLimitExceeded: EvaluationError = {
  message:
    'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
};

/** The error of an evaluation; where the JavaScript engine refuses, it is one of the limits. */
export function evaluationError(problem: unknown): EvaluationError {
  const { message } = problem as EvaluationError;
  if (problem instanceof RangeError && message.includes('call stack')) {
    return depthLimitExceeded;
  }
  return problem instanceof RangeError && /^Invalid (string|array) length$/.test(message)
    ? memoryLimitExceeded
    : (problem as EvaluationError);
}
