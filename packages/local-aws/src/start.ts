/** `npm start`: an AWS account on this machine until Ctrl-C, for any program that reads AWS's environment variables. */
import { parseArgs } from 'node:util';
import { startLocalAws } from './local-aws';

const usage =
  'npm start -- [--python PYTHON] [--account-id 12 DIGITS] [--region REGION] [--http-target HOST=URL]…';

function optionsOf(args: readonly string[]) {
  const values = parsed(args);
  const { python = process.platform === 'win32' ? 'python' : 'python3' } = values;
  const { 'account-id': accountId = '123456789012', region = 'us-east-1' } = values;
  if (!/^\d{12}$/.test(accountId)) {
    throw new Error(`--account-id must have 12 digits, not "${accountId}".`);
  }
  const httpTargets = (values['http-target'] ?? []).map((target) => {
    const [host = '', url = ''] = target.split(/=(.*)/s);
    if (!host || !URL.canParse(url)) {
      throw new Error(
        `--http-target must be HOST=URL, such as api.example.com=http://127.0.0.1:8080, not "${target}".`,
      );
    }
    return [host, url];
  });
  return {
    python,
    accountId,
    region,
    httpTargets: Object.fromEntries(httpTargets) as Record<string, string>,
  };
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        python: { type: 'string' },
        'account-id': { type: 'string' },
        region: { type: 'string' },
        'http-target': { type: 'string', multiple: true },
      },
    });
    return values;
  } catch (error) {
    throw new Error(`${(error as Error).message.split('. ')[0]}. Allowed: ${usage}`, { cause: error });
  }
}

async function main(): Promise<void> {
  // The pinned SDK works with Node.js 20; its advice to upgrade would stand before the variables.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const options = optionsOf(process.argv.slice(2));
  const interruption = new AbortController();
  const interrupted = new Promise<void>((resolve) =>
    interruption.signal.addEventListener('abort', () => resolve()),
  );
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interruption.abort());
  }
  const aws = await startLocalAws({ ...options, signal: interruption.signal });
  const variables = Object.entries(aws.environment);
  const unset = variables.filter(([, value]) => value === undefined).map(([name]) => name);
  console.log(`AWS account ${options.accountId} in ${options.region} until Ctrl-C; nothing of it is kept.`);
  console.log(`Unset in another terminal, where they are set: ${unset.join(', ')}. Set there:`);
  for (const [name, value] of variables) {
    if (value !== undefined) {
      console.log(`${name}=${value}`);
    }
  }
  await interrupted;
  await aws.stop();
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : String(error));
});
