import path from 'node:path';
import { verifyPrefix } from '../../settings/application';
import { catalog } from '../../settings/catalog';
import type { Environment } from '../../settings/environments';
import { CommandError } from '../../clients/command-error';
import { chargeText } from '../../clients/stripe/price-text';
import type { CommandValues } from '../shared/command-spec';
import { fileToBill } from '../shared/file-to-bill';
import type { verifySpec } from './options';
import type { SendOptions } from './sending';

/** Stripe's event summaries are eventually consistent: they usually take a minute, at most 15. */
const defaultWaitSeconds = 900;

export type VerifyFlags = CommandValues<typeof verifySpec>;

/**
 * What to send, or undefined to send nothing.
 *
 * @throws CommandError for a live send that names no customer, a file that cannot be sent, and a send that is required
 *   but would not be tried
 */
export async function sendOptions(
  { name }: Environment,
  flags: VerifyFlags,
  waitSeconds: number,
): Promise<SendOptions | undefined> {
  const { send, file, bucket, policy: policyId, customer: customerId } = flags;
  if (send && flags['no-send']) {
    throw new CommandError('Give --send or --no-send, not both.');
  }
  if (flags['require-send'] && flags['no-send']) {
    throw new CommandError('Give --require-send or --no-send, not both.');
  }
  if (flags['require-send'] && name === 'live' && !send) {
    throw new CommandError(
      'In live nothing is sent without --send --customer cus_…: add them, or leave out --require-send.',
    );
  }
  if (flags['no-send'] || (name === 'live' && !send)) {
    return undefined;
  }
  if (name === 'live' && !customerId) {
    throw new CommandError('A live event bills somebody: name whom with --customer cus_…. Nothing was sent.');
  }
  const body = file ? await contentOf(file) : Buffer.alloc(1024, 'verify\n');
  return {
    file: { name: file ? path.basename(file) : 'verify.txt', body },
    bucket,
    policyId,
    customerId,
    waitSeconds,
  };
}

async function contentOf(file: string): Promise<Uint8Array> {
  const body = await fileToBill(file);
  if (body.byteLength > 0) {
    return body;
  }
  throw new CommandError(`The file ${file} is empty: it would bill nothing. Name another with --file.`);
}

/** What the send will change, to print before it does. */
export function announcement(
  { name, names, alarmEmailAddresses }: Environment,
  { file, customerId }: SendOptions,
): string {
  const bytes = file.body.byteLength;
  const what = `one file of ${bytes} bytes through ${name}: an object under ${verifyPrefix} in the input bucket, an execution, a record and a meter event`;
  if (name === 'test') {
    const mailed = alarmEmailAddresses.length > 0 ? ` and mails ${alarmEmailAddresses.join(', ')}` : '';
    return (
      `Sends ${what} of test mode, for which nobody pays.\n` +
      `Then sends an event that Stripe rejects, unless a line below fails: ${names.alarm} fires once${mailed}.`
    );
  }
  const prices = catalog.prices.map((price) => chargeText(price, bytes));
  return `Sends ${what} of live mode, which BILLS ${customerId} ${prices.join(' or ')}, unless a line below fails.`;
}

/** @throws CommandError if the text is not a whole number of seconds */
export function secondsOf(text: string | undefined): number {
  if (text === undefined) {
    return defaultWaitSeconds;
  }
  if (!/^\d{1,5}$/.test(text)) {
    throw new CommandError(`--wait-seconds is "${text}": it must be a whole number of seconds, such as 900.`);
  }
  return Number(text);
}
