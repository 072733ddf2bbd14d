import { ControlRefused, controlHeader, controlPath } from '../src/control';
import { startFixture, type Fixture } from './local-stripe';

let fixture: Fixture;

beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.server.stop());

const ask = async (name: string, headers: Record<string, string> = {}, body = '{}') => {
  const response = await fetch(`${fixture.server.url}${controlPath}${name}`, {
    method: 'POST',
    headers: { [controlHeader]: 'yes', ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

test('a control is answered, without a trace in what Stripe was asked', async () => {
  fixture.server.offer({ echo: ({ word }) => [word] });
  expect(await ask('echo', {}, '{"word":"hello"}')).toEqual({ status: 200, body: ['hello'] });
  expect(fixture.server.requests).toEqual([]);
});

test('until controls are offered there is no such path, as in Stripe', async () => {
  expect(await ask('echo')).toMatchObject({ status: 401 });
  const { status, body } = await ask('echo', { Authorization: `Bearer ${fixture.keys.test}` });
  expect(status).toBe(404);
  expect(JSON.stringify(body)).toContain('local Stripe does not support POST');
});

test.each([
  ['a client of Stripe’s API, such as an HTTP Task', { Authorization: 'Bearer x' }],
  ['a page in a browser, which cannot set the header,', { [controlHeader]: undefined }],
])('%s is refused by name, so that nothing gets a key by accident', async (_, changed) => {
  fixture.server.offer({ key: () => ({ key: 'never shown' }) });
  const headers = Object.entries({ [controlHeader]: 'yes', ...changed }).filter(([, value]) => value);
  const response = await fetch(`${fixture.server.url}${controlPath}key`, {
    method: 'POST',
    headers: Object.fromEntries(headers) as Record<string, string>,
  });
  expect(response.status).toBe(403);
  const text = await response.text();
  expect(text).toContain("no part of Stripe's API");
  expect(text).not.toContain('never shown');
});

test('a sentence for the person comes as such; an unknown control is a 404', async () => {
  fixture.server.offer({
    refuse: () => {
      throw new ControlRefused('Not here.');
    },
  });
  expect(await ask('refuse')).toEqual({ status: 400, body: { error: 'Not here.' } });
  expect(await ask('constructor')).toMatchObject({ status: 404 });
});
