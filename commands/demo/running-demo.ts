import { controlHeader, controlPath } from '@usage-billing/local-stripe/control';
import { CommandError } from '../../clients/command-error';

const advice = 'run "npm run demo -- --keep", and in this terminal the line that it prints first';

/**
 * Asks the demo that keeps running, by the address that its variables have.
 *
 * @throws CommandError if there is none, or if it refuses
 */
export async function askRunningDemo(
  control: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const base = process.env.STRIPE_API_BASE;
  if (!base) {
    throw new CommandError(`No running demo is known here, because STRIPE_API_BASE is not set: ${advice}.`);
  }
  const url = URL.canParse(base) ? new URL(`${controlPath}${control}`, base) : undefined;
  if (url?.protocol !== 'http:' || url.hostname !== '127.0.0.1') {
    throw new CommandError(`STRIPE_API_BASE is "${base}", which is no running demo: ${advice}.`);
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { [controlHeader]: 'yes', 'Content-Type': 'application/json' },
    body: JSON.stringify(fields),
  }).catch(() => {
    throw new CommandError(`The running demo at ${base} has ended: ${advice}.`);
  });
  const body = (await response.json().catch(() => undefined)) as { error?: unknown } | undefined;
  if (response.ok) {
    return body;
  }
  throw new CommandError(
    typeof body?.error === 'string' ? body.error : `At ${base} there is no running demo: ${advice}.`,
  );
}
