import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import path from 'node:path';
import { zipSync } from 'fflate';
import { awsClient } from '../../../clients/aws/client';
import { proxyFor } from '../../../clients/proxy';
import { stripeClient } from '../../../clients/stripe/client';
import { downloadTerraform } from '../../../clients/terraform/install';
import { scratchFolder } from '../../helpers/fake-program';

const root = scratchFolder();
const zip = zipSync({ terraform: Buffer.from('the program') });
const servers: Server[] = [];
/** What the proxy was asked to connect to, and as whom. */
let asked: [target: string | undefined, authorization: string | undefined][] = [];

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A proxy that connects to the releases, and to nothing else, as without internet. */
beforeAll(async () => {
  const releases = await listening(
    createServer((_, response) => response.writeHead(200, { connection: 'close' }).end(zip)),
  );
  const proxy = createServer().on('connect', ({ url, headers }, socket) => {
    asked.push([url, headers['proxy-authorization']]);
    socket.on('error', () => undefined);
    if (url !== 'releases.example:80') {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = connect(releases, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
  });
  process.env.HTTPS_PROXY = `http://ann:p%40ss@127.0.0.1:${await listening(proxy)}`;
});
const before = { ...process.env };
afterAll(() => {
  process.env = before;
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  asked = [];
  for (const name of ['https_proxy', 'no_proxy', 'NO_PROXY', 'AWS_ENDPOINT_URL', 'STRIPE_API_BASE']) {
    delete process.env[name];
  }
});

const asAnn = `Basic ${Buffer.from('ann:p@ss').toString('base64')}`;

const download = (target: string) =>
  downloadTerraform({
    target,
    log: () => undefined,
    releases: 'http://releases.example',
    platform: 'linux_amd64',
    checksums: { linux_amd64: createHash('sha256').update(zip).digest('hex') },
  });

describe('behind a proxy, where Terraform and the AWS CLI work too', () => {
  test('Terraform is downloaded through it', async () => {
    const target = path.join(root, 'downloaded', 'terraform');
    await download(target);
    expect(readFileSync(target, 'utf8')).toBe('the program');
    expect(asked).toEqual([['releases.example:80', asAnn]]);
  });

  test('AWS is asked through it, and its refusal is told without the password', async () => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const client = awsClient(STSClient, { region: 'ap-northeast-1', credentials });
    const error: unknown = await client.send(new GetCallerIdentityCommand({})).catch((e: unknown) => e);
    expect(String(error)).toMatch(/the proxy 127\.0\.0\.1:\d+ responded 403 instead of connecting to sts\./);
    expect(String(error)).not.toContain('p@ss');
    expect(asked[0]).toEqual(['sts.ap-northeast-1.amazonaws.com:443', asAnn]);
  });

  test('Stripe is asked through it', async () => {
    const stripe = stripeClient(['sk', 'test', 'x'].join('_'));
    await expect(stripe.accounts.retrieveCurrent({}, { maxNetworkRetries: 0 })).rejects.toThrow();
    expect(asked[0]).toEqual(['api.stripe.com:443', asAnn]);
  });

  test('a local Stripe is not, since no proxy reaches this machine', async () => {
    process.env.STRIPE_API_BASE = 'http://127.0.0.1:1';
    const stripe = stripeClient(['sk', 'test', 'x'].join('_'));
    await expect(stripe.accounts.retrieveCurrent({}, { maxNetworkRetries: 0 })).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});

describe('the proxy for a host', () => {
  const set = { HTTPS_PROXY: 'http://proxy.example:3128' };
  const host = (name: string, env: NodeJS.ProcessEnv) => proxyFor(name, env)?.host;

  test.each([
    ['none without the variable', 'api.stripe.com', {}, undefined],
    ['that of HTTPS_PROXY', 'api.stripe.com', set, 'proxy.example:3128'],
    ['that of its lower case', 'api.stripe.com', { https_proxy: 'proxy.example:3128' }, 'proxy.example:3128'],
    ['none for this machine', '127.0.0.1', set, undefined],
    ['none for this machine by name', 'localhost', set, undefined],
    ['none for a host of NO_PROXY', 'api.stripe.com', { ...set, NO_PROXY: 'x, api.stripe.com' }, undefined],
    [
      'none below a domain of NO_PROXY',
      'sts.amazonaws.com',
      { ...set, no_proxy: '.amazonaws.com:443' },
      undefined,
    ],
    [
      'another with a similar name',
      'notstripe.com',
      { ...set, NO_PROXY: 'stripe.com' },
      'proxy.example:3128',
    ],
    ['none with NO_PROXY=*', 'api.stripe.com', { ...set, NO_PROXY: '*' }, undefined],
  ])('is %s', (_, name, env, proxy) => {
    expect(host(name, env)).toBe(proxy);
  });

  test('is refused if it is no URL, without repeating what may hold a password', () => {
    expect(() => proxyFor('api.stripe.com', { HTTPS_PROXY: 'socks5://ann:secret@proxy' })).toThrow(
      /^HTTPS_PROXY must be a URL such as http:\/\/proxy\.example:3128\. Correct or unset it\.$/,
    );
  });
});
