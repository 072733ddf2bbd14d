import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { demoPath } from '../../../clients/aws/demo';
import { requireEndpoints } from '../../../clients/endpoints';
import { stripeKey } from '../../../commands/stripe-key';
import { jsonResponse } from '@usage-billing/local-aws/endpoint/aws-request';
import type { EnvironmentName } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import { scratchFolder } from '../../helpers/fake-program';
import { piped, run } from '../../helpers/stripe-commands';

const root = scratchFolder();
const servers: Server[] = [];

/** Something that answers every request; as a demo of these workspaces also the one that asks what it is. */
async function listening(demoOf?: readonly EnvironmentName[]): Promise<string> {
  const server = createServer(({ url }, response) => {
    const { status, body } =
      demoOf && url === demoPath ? jsonResponse({ demoOf }) : { status: 404, body: '<moto/>' };
    response.writeHead(status, { connection: 'close' }).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const nothing = 'http://127.0.0.1:1';
let emulator: string;
let testDemo: string;
let liveDemo: string;
let stripe: string;
beforeAll(async () => {
  [emulator, testDemo, liveDemo, stripe] = await Promise.all([
    listening(),
    listening(['test']),
    listening(['live']),
    listening(),
  ]);
});
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

const before = { ...process.env };
let notices: string[];
beforeEach(() => {
  notices = [];
  jest.spyOn(console, 'error').mockImplementation((line: string) => void notices.push(line));
  for (const name of Object.keys(process.env)) {
    if (/^AWS_|^STRIPE_/.test(name)) {
      delete process.env[name];
    }
  }
  process.env.AWS_CONFIG_FILE = path.join(root, 'no config');
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...before };
});

/** The sentence of the refusal; undefined if the workspace is let through. */
async function refusal(
  workspace: EnvironmentName,
  variables: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  Object.assign(process.env, variables);
  try {
    await requireEndpoints(environmentOf(workspace));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each<EnvironmentName>(['test', 'live'])('the endpoints of a command in %s', (workspace) => {
  test('are AWS and Stripe themselves without a variable, of which nothing is said', async () => {
    expect(await refusal(workspace, {})).toBeUndefined();
    expect(notices).toEqual([]);
  });

  test("may be AWS's own in a VPC", async () => {
    const variables = {
      AWS_ENDPOINT_URL_S3: 'https://bucket.vpce-1a2b.s3.ap-northeast-1.vpce.amazonaws.com',
    };
    expect(await refusal(workspace, variables)).toBeUndefined();
    expect(notices).toEqual([]);
  });

  test('of a demo that has ended are named with the variables that lead there', async () => {
    expect(await refusal(workspace, { AWS_ENDPOINT_URL: nothing, STRIPE_API_BASE: stripe })).toBe(
      'AWS_ENDPOINT_URL is http://127.0.0.1:1, where nothing answers: unset it, or open a new terminal ' +
        '(a running demo that has ended?).',
    );
    expect(await refusal(workspace, { AWS_ENDPOINT_URL: emulator, STRIPE_API_BASE: nothing })).toMatch(
      /^STRIPE_API_BASE is http:\/\/127\.0\.0\.1:1, where nothing answers: unset it,/,
    );
    expect(await refusal(workspace, { AWS_ENDPOINT_URL: nothing, STRIPE_API_BASE: nothing })).toMatch(
      /^AWS_ENDPOINT_URL is .*; STRIPE_API_BASE is .*: unset them, or open a new terminal/,
    );
  });

  test('are both emulated or both real, because else a real key gets into an emulator, or its usage is billed', async () => {
    expect(await refusal(workspace, { AWS_ENDPOINT_URL: liveDemo })).toMatch(
      /^AWS_ENDPOINT_URL names an emulator, but Stripe would be the real one: .* Unset it, or set /,
    );
    delete process.env.AWS_ENDPOINT_URL;
    expect(await refusal(workspace, { STRIPE_API_BASE: stripe })).toMatch(
      /^STRIPE_API_BASE names an emulator, but AWS would be the real one: /,
    );
    expect(await refusal(workspace, { AWS_ENDPOINT_URL_SECRETS_MANAGER: liveDemo })).toMatch(
      /^AWS_ENDPOINT_URL_SECRETS_MANAGER and STRIPE_API_BASE name emulators, but some services of AWS would be the real one/,
    );
  });

  test.each(['localhost:4566', 'moto'])('are rejected if one is "%s", which is no URL', async (url) => {
    expect(await refusal(workspace, { AWS_ENDPOINT_URL: url, STRIPE_API_BASE: stripe })).toBe(
      `AWS_ENDPOINT_URL is "${url}": it must be a URL such as http://127.0.0.1:4566, or unset.`,
    );
  });
});

test('an emulator is named before anything else is said, with the variable that leads there', async () => {
  const variables = { AWS_ENDPOINT_URL: emulator, AWS_ENDPOINT_URL_S3: testDemo, STRIPE_API_BASE: stripe };
  expect(await refusal('test', variables)).toBeUndefined();
  expect(notices).toEqual([
    `Not the real services: AWS is ${emulator} (AWS_ENDPOINT_URL), AWS is ${testDemo} (AWS_ENDPOINT_URL_S3), ` +
      `Stripe is ${stripe} (STRIPE_API_BASE).`,
  ]);
});

test('a profile of the AWS configuration may lead to an emulator too, as the SDK reads it', async () => {
  const config = path.join(root, 'config');
  writeFileSync(config, `[profile emulated]\nendpoint_url = ${nothing}\n`);
  expect(await refusal('test', { AWS_CONFIG_FILE: config, AWS_PROFILE: 'emulated' })).toMatch(
    /^endpoint_url in the AWS configuration \(profile emulated\) is http:\/\/127\.0\.0\.1:1, where nothing answers/,
  );
  expect(await refusal('test', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toBeUndefined();
});

describe('live', () => {
  const at = (url: string) => refusal('live', { AWS_ENDPOINT_URL: url, STRIPE_API_BASE: stripe });

  test('is done in a running demo of live', async () => {
    expect(await at(liveDemo)).toBeUndefined();
  });

  test('is refused in any other emulator, where a success would be none', async () => {
    expect(await at(emulator)).toBe(
      `AWS_ENDPOINT_URL is ${emulator}, neither AWS nor a demo of live: nothing is done for live there. ` +
        'To use AWS, unset it or open a new terminal.',
    );
  });

  test('is refused in the demo of test', async () => {
    expect(await at(testDemo)).toMatch(
      `AWS_ENDPOINT_URL is ${testDemo}, a demo of test: nothing is done for live`,
    );
  });

  test('is refused if a single service is emulated elsewhere', async () => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = emulator;
    expect(await at(liveDemo)).toMatch(
      `AWS_ENDPOINT_URL_DYNAMODB is ${emulator}, neither AWS nor a demo of live`,
    );
  });

  test('takes no key for an emulator', async () => {
    Object.assign(process.env, { AWS_ENDPOINT_URL: emulator, STRIPE_API_BASE: stripe });
    jest.restoreAllMocks();
    const { output, error, exitCode } = await run(
      stripeKey,
      ['--workspace', 'live', '--yes'],
      piped('sk_live'),
    );
    expect([exitCode, output]).toEqual([1, '']);
    expect(error).toContain('nothing is done for live there');
  });
});
