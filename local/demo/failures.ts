import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { executionPolicyName } from '../../settings/names';
import type { Environment } from '../../settings/environments';
import type { ProcessingInput } from '../../settings/application';
import { stripeClientOf } from '../catalog';
import type { Services } from '../services';
import type { StripeFault } from '../stripe/faults';

export interface FailureContext {
  readonly environment: Environment;
  readonly services: Services;
  readonly key: string;
}

/** A failure from docs/runbook.md, which the demo reproduces. */
export interface Failure {
  readonly title: string;
  /** What the record must name in the end; none if nothing may be recorded. */
  readonly recorded?: string;
  /** @default 1 */
  readonly executions?: number;
  readonly arrange?: (context: FailureContext) => Promise<void> | void;
  readonly change?: (input: ProcessingInput) => ProcessingInput;
}

const meterEvents = (fault: Omit<StripeFault, 'path'>) => ({
  arrange: ({ services }: FailureContext) => {
    services.stripe.faults.add({ path: '/v1/billing/meter_events', ...fault });
  },
});

export const failures: Readonly<Record<string, Failure>> = {
  '500': {
    title: 'Stripe responds 500 to every attempt',
    recorded: 'States.Http.StatusCode.500',
    ...meterEvents({ kind: 'status', status: 500 }),
  },
  '503': {
    title: 'Stripe is down (503)',
    recorded: 'States.Http.StatusCode.503',
    ...meterEvents({ kind: 'status', status: 503 }),
  },
  '429': {
    title: 'Stripe limits the rate (429) of every attempt',
    recorded: 'States.Http.StatusCode.429',
    ...meterEvents({ kind: 'rate-limit' }),
  },
  '401': {
    title: 'the key is revoked: Invalid API Key provided',
    recorded: 'States.Http.StatusCode.401',
    arrange: ({ services, key }) => services.stripe.revokeKey(key),
  },
  '403': {
    title: 'the key is restricted and may not write meter events',
    recorded: 'States.Http.StatusCode.403',
    ...meterEvents({ kind: 'status', status: 403 }),
  },
  '404': {
    title: 'the customer is not in Stripe: No such customer',
    recorded: 'States.Http.StatusCode.4',
    change: (input) => ({ ...input, customerId: 'cus_unknown' }),
  },
  'no-meter': {
    title: 'the meter is deactivated: No active meter found',
    recorded: 'States.Http.StatusCode.400',
    arrange: async ({ services, key }) => {
      const stripe = stripeClientOf(services.stripe, key);
      const { data } = await stripe.billing.meters.list({ status: 'active' });
      for (const meter of data) {
        await stripe.billing.meters.deactivate(meter.id);
      }
    },
  },
  timeout: {
    title: 'Stripe never responds',
    recorded: 'States.Http.Socket',
    ...meterEvents({ kind: 'hang' }),
  },
  reset: {
    title: 'the connection breaks before Stripe takes the event',
    recorded: 'States.Http.Socket',
    ...meterEvents({ kind: 'reset-before' }),
  },
  'lost-response': {
    title: 'Stripe takes the event, but its response is lost: the retry receives the original response',
    ...meterEvents({ kind: 'reset-after', times: 1 }),
  },
  duplicate: {
    title: 'S3 delivers the upload twice: two executions, one event',
    executions: 2,
  },
  'secret-permission': {
    title: 'the role may not read the secret (AccessDeniedException)',
    recorded: 'secretsmanager:DescribeSecret',
    arrange: (context) => withoutStatement(context, 'SecretsManagerReadAccess'),
  },
  'endpoint-permission': {
    title: 'the role may not perform states:InvokeHTTPEndpoint',
    recorded: 'states:InvokeHTTPEndpoint',
    arrange: (context) => withoutStatement(context, 'InvokeHTTPEndpoint'),
  },
  'no-mapping': {
    title: 'no state machine is mapped to the policy',
    recorded: 'No state machine is mapped to the policy policy-unknown',
    change: (input) => ({ ...input, policyId: 'policy-unknown' }),
  },
  child: {
    title: 'the child fails: the uploaded file is not there',
    recorded: 'The child state machine',
    change: (input) => ({ ...input, uploadedFileKeys: ['uploads/missing.txt'] }),
  },
};

async function withoutStatement({ environment, services }: FailureContext, sid: string): Promise<void> {
  const names = {
    RoleName: environment.executionRoleName ?? environment.names.executionRole,
    PolicyName: executionPolicyName,
  };
  const { PolicyDocument } = await services.clients.iam.send(new GetRolePolicyCommand(names));
  const document = JSON.parse(decodeURIComponent(PolicyDocument ?? '')) as { Statement: { Sid: string }[] };
  const Statement = document.Statement.filter((statement) => statement.Sid !== sid);
  await services.clients.iam.send(
    new PutRolePolicyCommand({ ...names, PolicyDocument: JSON.stringify({ ...document, Statement }) }),
  );
}
