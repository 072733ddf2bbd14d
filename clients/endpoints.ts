import { connect } from 'node:net';
import type { Environment } from '../settings/environments';
import { workspacesOfDemo } from './aws/demo';
import { otherAwsEndpoints, type OtherEndpoint } from './aws/endpoints';
import { CommandError } from './command-error';
import { isOnThisMachine } from './on-this-machine';
import { localStripe } from './stripe/local-stripe';

/**
 * Says on standard error where requests go when they do not go to AWS and Stripe themselves, which is what is left of
 * a demo in the environment variables of its terminal. Without such an endpoint this does nothing.
 *
 * @throws CommandError if nothing answers at one of them, if only one of AWS and Stripe is emulated, and in live unless
 *   it is a running demo of live
 */
export async function requireEndpoints({ name, region }: Environment): Promise<void> {
  const { others: aws, someAreReal } = await otherAwsEndpoints({ region });
  const stripeUrl = localStripe(process.env.STRIPE_API_BASE)?.origin;
  const stripe = stripeUrl ? [{ url: stripeUrl, source: 'STRIPE_API_BASE' }] : [];
  const all = [...aws, ...stripe];
  if (all.length === 0) {
    return;
  }
  console.error(
    `Not the real services: ${[...aws.map(shown('AWS')), ...stripe.map(shown('Stripe'))].join(', ')}.`,
  );
  await requireAnswers(all);
  if (aws.length === 0 || stripe.length === 0 || someAreReal) {
    const emulated = all.map(({ source }) => source).join(' and ');
    const real = aws.length === 0 ? 'AWS' : stripe.length === 0 ? 'Stripe' : 'some services of AWS';
    throw new CommandError(
      `${emulated} ${all.length > 1 ? 'name emulators' : 'names an emulator'}, but ${real} would be the real one: ` +
        'a real key would get into an emulator, or usage of an emulator be billed. Unset ' +
        `${all.length > 1 ? 'them' : 'it'}, or set AWS_ENDPOINT_URL and STRIPE_API_BASE both, as "npm run demo -- --keep" ` +
        'prints them.',
    );
  }
  if (name === 'live') {
    await Promise.all(aws.map(requireLiveDemo));
  }
}

const shown = (service: string) => (other: OtherEndpoint) => `${service} is ${other.url} (${other.source})`;

async function requireAnswers(all: readonly OtherEndpoint[]): Promise<void> {
  const silent: OtherEndpoint[] = [];
  for (const other of all) {
    if (!(await answers(other.url))) {
      silent.push(other);
    }
  }
  if (silent.length > 0) {
    throw new CommandError(
      `${silent.map(({ source, url }) => `${source} is ${url}, where nothing answers`).join('; ')}: unset ` +
        `${silent.length > 1 ? 'them' : 'it'}, or open a new terminal (a running demo that has ended?).`,
    );
  }
}

/** Whether something listens there. Nothing is sent, so that no emulator counts it as a request. */
function answers(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    timeout: 5000,
  });
  return new Promise((resolve) => {
    const end = (isListening: boolean) => {
      socket.destroy();
      resolve(isListening);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

async function requireLiveDemo({ url, source }: OtherEndpoint): Promise<void> {
  const workspaces = isOnThisMachine(url) ? await workspacesOfDemo(url) : undefined;
  if (workspaces?.includes('live')) {
    return;
  }
  const isOther = workspaces
    ? `a demo of ${workspaces.join(' and ') || 'no workspace'}`
    : 'neither AWS nor a demo of live';
  throw new CommandError(
    `${source} is ${url}, ${isOther}: nothing is done for live there. To use AWS, unset it or open a new terminal.`,
  );
}
