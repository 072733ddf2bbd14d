import { Recorder, type RecordedRequest } from '@usage-billing/local-aws/recording/recorder';
import { replay } from '@usage-billing/local-aws/recording/replay';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServices, type Services } from '../../local/services';
import type { EnvironmentName } from '../../settings/environment-names';
import type { Environment } from '../../settings/environments';
import { oncePerRun } from './once-per-run';
import { startProviders } from './started-providers';

/** A state of an account from which several tests start, and which takes Terraform long to bring about. */
export interface StartingPoint {
  /** In a run of the tests one recording is made of each name. */
  readonly name: string;
  readonly environment: Environment;
  /** As in `startServices`. */
  readonly workspaces?: readonly EnvironmentName[];
  /**
   * Brings an empty account into that state. What changes AWS through `services` is recorded, and what lies in the
   * folder afterwards; what is done in Stripe is not. Keys must come from `services.newKey`, so that none is recorded.
   */
  make(world: Pick<World, 'services' | 'folder'>): Promise<void>;
}

/** Services and a folder of one's own, which `stop` removes, in the state of a starting point. */
export interface World {
  readonly services: Services;
  readonly folder: string;
  /** New keys in place of those that were made for the recording, in their order. */
  readonly keys: readonly string[];
  stop(): Promise<void>;
}

export interface Recording {
  readonly requests: readonly RecordedRequest[];
  /** Of each key that was made. */
  readonly keyModes: readonly Environment['stripeMode'][];
  /** The folder with the files. */
  readonly files: string;
}

interface ReplayOptions {
  /** How many times faster than they say waits and timeouts of executions pass. @default 1 */
  readonly speed?: number;
}

/**
 * Starts services in the state of a starting point. The first that asks in a run of the tests makes and records it,
 * others wait for that, and each replays it. Ids and ARNs are the same each time; dates are those of the replay, and
 * keys are new.
 */
export async function replayed(point: StartingPoint, options: ReplayOptions = {}): Promise<World> {
  return replayRecording(point, await recordingOf(point), options);
}

export async function recordingOf(point: StartingPoint): Promise<Recording> {
  const folder = await oncePerRun(point.name, (made) => record(point, made));
  const { requests, keyModes } = JSON.parse(
    readFileSync(path.join(folder, requestsFile), 'utf8'),
  ) as Recording;
  return { requests, keyModes, files: path.join(folder, filesFolder) };
}

const requestsFile = 'requests.json';
const filesFolder = 'files with a space';

export async function replayRecording(
  { environment, workspaces }: StartingPoint,
  { requests, keyModes, files }: Recording,
  { speed }: ReplayOptions = {},
): Promise<World> {
  const { services, stop: stopServices } = await start({ environment, workspaces, speed });
  const folder = mkdtempSync(path.join(tmpdir(), 'replayed with a space '));
  const stop = async () => {
    await stopServices();
    rmSync(folder, { recursive: true, force: true });
  };
  const world = { services, folder, keys: keyModes.map((mode) => services.newKey(mode)), stop };
  try {
    // Terraform's links to its provider stay links.
    cpSync(files, folder, { recursive: true, verbatimSymlinks: true });
    await replay(services.aws.url, requests, { secrets: world.keys });
  } catch (error) {
    await stop();
    throw error;
  }
  return world;
}

async function record({ environment, workspaces, make }: StartingPoint, made: string): Promise<void> {
  const recorder = new Recorder();
  const keyModes: Environment['stripeMode'][] = [];
  const { services, stop } = await start({ environment, workspaces, recorder });
  const folder = path.join(made, filesFolder);
  mkdirSync(folder);
  const newKey: Services['newKey'] = (mode) => {
    const key = services.newKey(mode);
    keyModes.push(mode);
    recorder.hide(key);
    return key;
  };
  try {
    await make({ services: { ...services, newKey }, folder });
    writeFileSync(path.join(made, requestsFile), JSON.stringify({ requests: recorder.requests, keyModes }));
  } finally {
    await stop();
  }
}

/** Services for which Terraform's providers run already, once it is used. */
async function start(options: Omit<Parameters<typeof startServices>[0], 'log'>) {
  const services = await startServices({ ...options, log: () => {} });
  const { terraform, end } = startProviders(services.tools);
  return {
    services: { ...services, tools: { ...services.tools, terraform } },
    async stop() {
      await services.stop();
      end();
    },
  };
}
