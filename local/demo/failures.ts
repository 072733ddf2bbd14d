import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { executionPolicyName } from '../../settings/names';
import type { Environment } from '../../settings/environments';
import type { ProcessingInput } from '../../settings/application';
import { stripeClientOf } from '../catalog';
import type { Services } from '../services';
import type { StripeFault } from '../stripe/faults';
import type { FailureName } from './failure-names';

export interface FailureContext {
  readonly environment: Environment;
  readonly services: Services;
  readonly key: string;
  /** Stores a new key and deploys it, as `npm run stripe:key` and `npm run deploy:… -- stripe-connection` do. */
  readonly replaceKey: () => Promise<void>;
}

type Ending = () => Promise<void> | void;

/** A failure from docs/runbook.md, which the demo reproduces. */
export interface Failure {
  readonly title: string;
  /** What the record must name in the end; none if nothing may be recorded. */
  readonly recorded?: string;
  /** @default 1 */
  readonly executions?: number;
  /** Makes it happen, and returns what ends it. */
  readonly arrange?: (context: FailureContext) => Promise<Ending | void> | Ending | void;
  readonly change?: (input: ProcessingInput) => ProcessingInput;
  /** How it comes to an end while time passes. @default - there is nothing to end */
  readonly end?: string;
  /** What a person does, where recovery cannot send the event by itself. */
  readonly person?: string;
}

const meterEvents = (end: string, fault: Omit<StripeFault, 'path'>) => ({
  arrange: ({ services }: FailureContext) =>
    services.stripe.faults.add({ path: '/v1/billing/meter_events', ...fault }),
  end,
});

const stripeWorks = 'Stripe works again.';
const ownRole = 'The permission is still missing, but recovery has a role of its own.';

export const failures: Readonly<Record<FailureName, Failure>> = {
  '500': {
    title: 'Stripe responds 500 to every attempt',
    recorded: 'States.Http.StatusCode.500',
    ...meterEvents(stripeWorks, { kind: 'status', status: 500 }),
  },
  '503': {
    title: 'Stripe is down (503)',
    recorded: 'States.Http.StatusCode.503',
    ...meterEvents(stripeWorks, { kind: 'status', status: 503 }),
  },
  '429': {
    title: 'Stripe limits the rate (429) of every attempt',
    recorded: 'States.Http.StatusCode.429',
    ...meterEvents('Stripe no longer limits the rate.', { kind: 'rate-limit' }),
  },
  '401': {
    title: 'the key is revoked: Invalid API Key provided',
    recorded: 'States.Http.StatusCode.401',
    arrange: ({ services, key, replaceKey }) => {
      services.stripe.revokeKey(key);
      return replaceKey;
    },
    end: 'A person stored a new key and deployed stripe-connection.',
  },
  '403': {
    title: 'the key is restricted and may not write meter events',
    recorded: 'States.Http.StatusCode.403',
    ...meterEvents('A person gave the key its permission.', { kind: 'status', status: 403 }),
  },
  '404': {
    title: 'the customer is not in Stripe: No such customer',
    recorded: 'States.Http.StatusCode.4',
    change: (input) => ({ ...input, customerId: 'cus_unknown' }),
    person:
      'creates the customer in Stripe: recovery then sends the event; or, if the id is wrong, bills by hand and closes ' +
      'the event with npm run meter-events -- --write-off.',
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
    person: 'reactivates the meter with npm run stripe:catalog: recovery then sends the event.',
  },
  timeout: {
    title: 'Stripe never responds',
    recorded: 'States.Http.Socket',
    ...meterEvents(stripeWorks, { kind: 'hang' }),
  },
  reset: {
    title: 'the connection breaks before Stripe takes the event',
    recorded: 'States.Http.Socket',
    ...meterEvents('The connection holds again.', { kind: 'reset-before' }),
  },
  'lost-response': {
    title: 'Stripe takes the event, but its response is lost: the retry receives the original response',
    ...meterEvents(stripeWorks, { kind: 'reset-after', times: 1 }),
  },
  duplicate: {
    title: 'S3 delivers the upload twice: two executions, one event',
    executions: 2,
  },
  'secret-permission': {
    title: 'the role may not read the secret (AccessDeniedException)',
    recorded: 'secretsmanager:DescribeSecret',
    arrange: (context) => withoutStatement(context, 'SecretsManagerReadAccess'),
    end: ownRole,
  },
  'endpoint-permission': {
    title: 'the role may not perform states:InvokeHTTPEndpoint',
    recorded: 'states:InvokeHTTPEndpoint',
    arrange: (context) => withoutStatement(context, 'InvokeHTTPEndpoint'),
    end: ownRole,
  },
  'no-mapping': {
    title: 'no state machine is mapped to the policy',
    recorded: 'No state machine is mapped to the policy policy-unknown',
    change: (input) => ({ ...input, policyId: 'policy-unknown' }),
    person: 'maps the policy to a state machine and starts the execution again with the same input.',
  },
  child: {
    title: 'the child fails: the uploaded file is not there',
    recorded: 'The child state machine',
    change: (input) => ({ ...input, uploadedFileKeys: ['uploads/missing.txt'] }),
    person: 'sees to it that the file is there and starts the execution again with the same input.',
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
