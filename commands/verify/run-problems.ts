import { keyPermissions } from './key-permissions';
import { sendRemedy, type Remedies } from './remedies';

/** Why a run of recovery failed, for the operator. */
export interface RunProblem {
  /** Empty where the error says it. */
  readonly sentence: string;
  readonly remedy: [string, ...string[]];
}

/** @param text the error and the cause of the execution: `RunEndedEarly: States.Http.StatusCode.401: Unauthorized` */
export function runProblem(text: string, remedies: Remedies): RunProblem {
  const [, error] = /^RunEndedEarly: (.*)/s.exec(text) ?? [];
  if (!error) {
    return { sentence: '', remedy: [remedies.deploy] };
  }
  if (/^MeterNotFound/.test(error)) {
    const { makeCatalog, putKeyAgain, deployConnection } = remedies;
    return { sentence: '', remedy: [makeCatalog, putKeyAgain, deployConnection] };
  }
  if (/StatusCode\.401|InvalidConnectionState/.test(error)) {
    const sentence = "because Stripe does not accept the connection's key";
    return { sentence, remedy: sendRemedy(error, remedies) };
  }
  if (/StatusCode\.403/.test(error)) {
    return { sentence: 'because the restricted key lacks a permission', remedy: [keyPermissions] };
  }
  if (/ConnectionResource|AccessDenied/.test(error)) {
    const sentence = "because its role or the connection does not let it use Stripe's key";
    return { sentence, remedy: sendRemedy(error, remedies) };
  }
  if (/ExceedToleratedFailureThreshold/.test(error)) {
    const sentence =
      'because of an event that the key, the connection or the role does not allow to send: its lastError says which';
    return { sentence, remedy: [remedies.openEvents, remedies.deploy] };
  }
  if (/StatusCode\.(429|5\d\d)|Http\.Socket|States\.Timeout/.test(error)) {
    const sentence = 'because Stripe did not respond or limited the rate';
    return { sentence, remedy: ['Look at https://status.stripe.com; the next run tries again.'] };
  }
  return { sentence: '', remedy: [remedies.deploy] };
}
