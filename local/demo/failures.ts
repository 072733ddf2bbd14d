import type { Environment } from '../../settings/environments';
import { createCatalog, stripeClientOf } from '../catalog';
import type { StripeFault } from '@usage-billing/local-stripe/faults';
import type { Failure, FailureContext, NamedFailure } from './failure';
import { failureNames, type FailureName } from './failure-names';
import { keyInSecret } from './key';
import { removeStatement } from './remove-statement';

const clear = () => ['npm run demo:fault -- clear'];
const deployment = ({ name }: Environment) => [`npm run deploy:${name} -- service-processing`];

const headings = {
  key: '#stateshttpstatuscode401-and-eventsconnectionresourceinvalidconnectionstate',
  restrictedKey: '#stateshttpstatuscode403',
  rejected: '#stateshttpstatuscode400-402-404',
  unavailable: '#stateshttpstatuscode429-409-500-502-503-504-stateshttpsocket-statestimeout',
  secret: '#secretsmanagersecretsmanagerexception-accessdeniedexception',
  endpoint: '#stateshttpaccessdenied-not-authorized-to-perform-statesinvokehttpendpoint',
  mapping: '#no-state-machine-is-mapped-to-the-policy-',
  child: '#the-child-state-machine--failed',
  startedAgain: '#start-an-execution-again',
};

const meterEvents = (end: string, fault: Omit<StripeFault, 'path'>) => ({
  arrange: ({ services }: FailureContext) =>
    services.stripe.faults.add({ path: '/v1/billing/meter_events', ...fault }),
  end,
  repair: clear,
});

const unknownCustomer = 'cus_unknown';
/** In a pipe nobody can be asked. */
const yesInLive = (workspace: string) => (workspace === 'live' ? ' --yes' : '');
const stripeOf = async (context: FailureContext) =>
  stripeClientOf(context.services.stripe, await keyInSecret(context));
const stripeWorks = 'Stripe works again.';
const ownRole = 'The permission is still missing, but recovery has a role of its own.';

export const failures: Readonly<Record<FailureName, Failure>> = {
  '500': {
    title: 'Stripe responds 500 to every attempt',
    runbook: headings.unavailable,
    recorded: 'States.Http.StatusCode.500',
    ...meterEvents(stripeWorks, { kind: 'status', status: 500 }),
  },
  '503': {
    title: 'Stripe is down (503)',
    runbook: headings.unavailable,
    recorded: 'States.Http.StatusCode.503',
    ...meterEvents(stripeWorks, { kind: 'status', status: 503 }),
  },
  '429': {
    title: 'Stripe limits the rate (429) of every attempt',
    runbook: headings.unavailable,
    recorded: 'States.Http.StatusCode.429',
    ...meterEvents('Stripe no longer limits the rate.', { kind: 'rate-limit' }),
  },
  '401': {
    title: 'the key is revoked: Invalid API Key provided',
    runbook: headings.key,
    recorded: 'States.Http.StatusCode.401',
    arrange: async (context) => {
      context.services.stripe.revokeKey(await keyInSecret(context));
    },
    act: ({ replaceKey }) => replaceKey(),
    end: 'A person stored a new key and deployed stripe-connection.',
    // Without --silent, npm writes a heading before the key.
    repair: ({ name }) => [
      `npm run demo:key --silent | npm run stripe:key -- --workspace ${name}${yesInLive(name)}`,
      `npm run deploy:${name} -- stripe-connection`,
    ],
  },
  '403': {
    title: 'the key is restricted and may not write meter events',
    runbook: headings.restrictedKey,
    recorded: 'States.Http.StatusCode.403',
    ...meterEvents('A person gave the key its permission.', { kind: 'status', status: 403 }),
  },
  'no-customer': {
    title: 'the customer is not in Stripe: No such customer',
    runbook: headings.rejected,
    recorded: 'States.Http.StatusCode.4',
    change: (input) => ({ ...input, customerId: unknownCustomer }),
    arrange:
      ({ environment, services }) =>
      () =>
        services.stripe.addCustomer(environment.stripeMode, unknownCustomer),
    end: `A person created the customer ${unknownCustomer} in Stripe.`,
    repair: clear,
  },
  'no-meter': {
    title: 'the meter is deactivated: No active meter found',
    runbook: headings.rejected,
    recorded: 'States.Http.StatusCode.400',
    arrange: async (context) => {
      const stripe = await stripeOf(context);
      const { data } = await stripe.billing.meters.list({ status: 'active' });
      for (const meter of data) {
        await stripe.billing.meters.deactivate(meter.id);
      }
    },
    act: async (context) => createCatalog(await stripeOf(context)),
    end: 'A person reactivated the meter with npm run stripe:catalog.',
    repair: ({ name }) => [`npm run stripe:catalog -- --workspace ${name}${yesInLive(name)}`],
  },
  timeout: {
    title: 'Stripe never responds',
    runbook: headings.unavailable,
    recorded: 'States.Http.Socket',
    ...meterEvents(stripeWorks, { kind: 'hang' }),
  },
  reset: {
    title: 'the connection breaks before Stripe takes the event',
    runbook: headings.unavailable,
    recorded: 'States.Http.Socket',
    ...meterEvents('The connection holds again.', { kind: 'reset-before' }),
  },
  'lost-response': {
    title: 'Stripe takes the event, but its response is lost: the retry receives the original response',
    runbook: headings.unavailable,
    ...meterEvents(stripeWorks, { kind: 'reset-after', times: 1 }),
    repair: () => [],
  },
  duplicate: {
    title: 'S3 delivers the upload twice: two executions, one event',
    runbook: headings.startedAgain,
    executions: 2,
  },
  'secret-permission': {
    title: 'the role may not read the secret (AccessDeniedException)',
    runbook: headings.secret,
    recorded: 'secretsmanager:DescribeSecret',
    arrange: (context) => removeStatement(context, 'SecretsManagerReadAccess'),
    end: ownRole,
    repair: deployment,
  },
  'endpoint-permission': {
    title: 'the role may not perform states:InvokeHTTPEndpoint',
    runbook: headings.endpoint,
    recorded: 'states:InvokeHTTPEndpoint',
    arrange: (context) => removeStatement(context, 'InvokeHTTPEndpoint'),
    end: ownRole,
    repair: deployment,
  },
  'no-mapping': {
    title: 'no state machine is mapped to the policy',
    runbook: headings.mapping,
    recorded: 'No state machine is mapped to the policy policy-unknown',
    change: (input) => ({ ...input, policyId: 'policy-unknown' }),
    person: 'maps the policy to a state machine and starts the execution again with the same input.',
  },
  child: {
    title: 'the child fails: the uploaded file is not there',
    runbook: headings.child,
    recorded: 'The child state machine',
    change: (input) => ({ ...input, uploadedFileKeys: ['uploads/missing.txt'] }),
    person: 'sees to it that the file is there and starts the execution again with the same input.',
  },
};

/** Names that earlier versions had. */
const formerNames: Readonly<Record<string, FailureName>> = { '404': 'no-customer' };

/** The failure of this name, if there is one. */
export function failureNamed(given: string): NamedFailure | undefined {
  const name = failureNames.find((known) => known === (formerNames[given] ?? given));
  return name && { name, ...failures[name] };
}
