import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { PassThrough, Readable, Writable } from 'node:stream';
import { demoPath } from '../../clients/aws/demo';
import { jsonResponse } from '@usage-billing/local-aws/endpoint/aws-request';
import { startEndpoint } from '@usage-billing/local-aws/endpoint/endpoint';
import { awsEnvironment } from '@usage-billing/local-aws/endpoint/environment';
import { AwsFaultList } from '@usage-billing/local-aws/endpoint/faults';
import { proxyTo } from '@usage-billing/local-aws/endpoint/proxy';
import { startMoto } from '@usage-billing/local-aws/moto/moto';
import { findPython } from '../../local/python';
import { endInSentence } from '../../commands/shared/cli';
import type { Terminal } from '../../commands/shared/terminal';
import { withoutEndpoints } from './endpoints';
import { environmentNames, type EnvironmentName } from '../../settings/environment-names';
import { environmentOf } from '../../settings/environments';

// A command that retries against an emulated account takes seconds on a busy machine.
jest.setTimeout(30_000);

/** What an operator sees of a command. */
export interface Seen {
  readonly output: string;
  readonly error: string;
  readonly exitCode: number;
}

export interface Aws {
  readonly secrets: Secrets;
  stop(): Promise<void>;
}

/** The secret of a workspace, in an emulated account. */
export class Secrets {
  constructor(private readonly client: SecretsManagerClient) {}

  async create(workspace: EnvironmentName, value?: string): Promise<void> {
    const Name = environmentOf(workspace).names.secret;
    await this.delete(workspace);
    await this.client.send(new CreateSecretCommand({ Name }));
    if (value) {
      await this.client.send(new PutSecretValueCommand({ SecretId: Name, SecretString: value }));
    }
  }

  /** Deletes it at once, or in days, until when it can be restored. */
  async delete(workspace: EnvironmentName, days?: number): Promise<void> {
    const SecretId = environmentOf(workspace).names.secret;
    const when = days ? { RecoveryWindowInDays: days } : { ForceDeleteWithoutRecovery: true };
    await this.client.send(new DeleteSecretCommand({ SecretId, ...when }));
  }

  async value(workspace: EnvironmentName, stage = 'AWSCURRENT'): Promise<string | undefined> {
    const SecretId = environmentOf(workspace).names.secret;
    const { SecretString } = await this.client.send(
      new GetSecretValueCommand({ SecretId, VersionStage: stage }),
    );
    return SecretString;
  }

  /** The ids of the versions that have a stage. */
  async versions(workspace: EnvironmentName): Promise<string[]> {
    const SecretId = environmentOf(workspace).names.secret;
    const { Versions = [] } = await this.client.send(new ListSecretVersionIdsCommand({ SecretId }));
    return Versions.map(({ VersionId }) => VersionId ?? '');
  }
}

/** Starts moto, as a demo of both workspaces, and leads this process's commands to it; where Stripe is, the test says. */
export async function startAws(accountId = environmentOf('test').accountId): Promise<Aws> {
  const { region } = environmentOf('test');
  const python = await findPython({ log: () => {} });
  const moto = await startMoto({ python, accountId });
  const toMoto = proxyTo(moto.url);
  const endpoint = await startEndpoint(new AwsFaultList(), async (request) =>
    request.url === demoPath ? jsonResponse({ demoOf: environmentNames }) : toMoto(request),
  );
  const before = { ...process.env };
  for (const [name, value] of Object.entries({
    ...awsEnvironment(endpoint.url, region),
    STRIPE_API_BASE: endpoint.url,
  })) {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
  const client = new SecretsManagerClient({ region });
  return {
    secrets: new Secrets(client),
    async stop() {
      client.destroy();
      process.env = before;
      await endpoint.stop();
      await moto.stop();
    },
  };
}

/** Standard input that is no terminal. */
export function piped(text: string): Readable {
  return Readable.from([text]);
}

/** A terminal at which these lines are typed, one after each question. */
export function typed(...lines: string[]): PassThrough & { isTTY: boolean } {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const type = (): void => {
    const line = lines.shift();
    if (line !== undefined) {
      setTimeout(() => input.write(`${line}\n`), 20);
    }
  };
  // A reader pauses its input when it has its line; the next one resumes it.
  input.on('resume', type);
  return input;
}

/** Runs a command as its npm script does, with this input. */
export async function run(
  command: (args: readonly string[], terminal: Terminal) => Promise<void>,
  args: readonly string[],
  input: Terminal['input'] = piped(''),
): Promise<Seen> {
  let output = '';
  let error = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      output += String(chunk);
      done();
    },
  });
  const log = jest.spyOn(console, 'error').mockImplementation((line: string) => {
    error += `${line}\n`;
  });
  try {
    await endInSentence(() => command(args, { input, output: sink }));
    return { output, error: withoutEndpoints(error).trimEnd(), exitCode: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = undefined;
    log.mockRestore();
  }
}
