import type { RawRequest } from './api-request';
import type { HttpAnswer } from './request-log';

/** A control's refusal, in a sentence for the person who asked. */
export class ControlRefused extends Error {}

/**
 * What one may ask for: takes the fields of a JSON object and returns what becomes JSON.
 *
 * @throws ControlRefused for what the person can change
 */
export type Control = (fields: Readonly<Record<string, unknown>>) => unknown;

/** Below it are the controls, beside `/v1` and `/v2` of Stripe's API. */
export const controlPath = '/local-stripe-control/';

/** Every request to the controls has it: a page in a browser cannot send it to another site. */
export const controlHeader = 'x-local-stripe-control';

/**
 * Answers a request below `controlPath`: what a person does in the Stripe Dashboard, and nothing that Stripe's API does.
 * A request that looks like one to Stripe's API is refused, such as that of an HTTP Task whose URL was changed.
 */
export async function control(
  controls: Readonly<Record<string, Control>>,
  { method, url, headers, body = '' }: RawRequest,
): Promise<HttpAnswer> {
  if (
    headers.authorization !== undefined ||
    headers[controlHeader] === undefined ||
    !isLoopback(headers.host)
  ) {
    return json(403, {
      error: `${controlPath} is no part of Stripe's API: only a program on this machine that sends the header ${controlHeader}, and no key, may use it.`,
    });
  }
  const name = url.slice(controlPath.length);
  if (method !== 'POST' || !Object.hasOwn(controls, name)) {
    return json(404, { error: `The local Stripe has no control "${name}".` });
  }
  try {
    return json(200, (await controls[name]?.(JSON.parse(body || '{}') as Record<string, unknown>)) ?? null);
  } catch (error) {
    const isRefusal = error instanceof ControlRefused;
    return json(isRefusal ? 400 : 500, {
      error: isRefusal ? error.message : `The local Stripe failed: ${String(error)}`,
    });
  }
}

const isLoopback = (host: string | string[] | undefined) => /^127\.0\.0\.1(:\d+)?$/.test(String(host));

const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});
