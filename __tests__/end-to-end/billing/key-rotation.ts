import { DescribeConnectionCommand } from '@aws-sdk/client-eventbridge';
import { randomBytes } from 'node:crypto';
import type { ProcessingInput } from '../../../settings/application';
import type { Deployed } from '../../helpers/deployed';
import { leftOf, outcomeOf } from '../../helpers/outcome-of';
import { processesWhile } from '../../helpers/processes';
import { recover } from '../../helpers/recovery';

type Upload = Awaited<ReturnType<typeof leftOf>> & {
  readonly input: ProcessingInput;
  readonly status?: string;
};

/** What was seen while one key took the place of another, step by step. */
export interface KeyRotation {
  /** The key that was in use, and the restricted one that took its place. */
  readonly keys: readonly [string, string];
  /** An upload after the new key was put, but not deployed. */
  readonly whilePut: Upload;
  /** Uploads after the old key was revoked, and how the connection stood then. */
  readonly whileRevoked: { readonly uploads: readonly Upload[]; readonly connectionState?: string };
  /** The same uploads and a new one, after the new key was deployed and recovery ran. */
  readonly whileDeployed: { readonly uploads: readonly Upload[]; readonly connectionState?: string };
  /** An upload while the new key lacked its permission, and the same one when the key had it back and recovery ran. */
  readonly whileForbidden: {
    readonly upload: Upload;
    readonly connectionState?: string;
    readonly again: Upload;
  };
  /** The plan that deployed the new key, as JSON. */
  readonly plan: string;
  /** Command lines of the processes that ran during that deploy. */
  readonly processes: readonly string[];
}

const rotations = new WeakMap<Deployed, Promise<KeyRotation>>();

/** Rotates the key of an environment once, whichever test asks first. */
export function keyRotation(environment: Deployed): Promise<KeyRotation> {
  const rotation = rotations.get(environment) ?? rotateKey(environment);
  rotations.set(environment, rotation);
  return rotation;
}

/** What sending and recovery need of a restricted key. */
const permissions = ['billing_meter_event_write', 'billing_meter_read'];

/** The key in use is revoked; a restricted one takes its place, and then loses its permission for a while. */
async function rotateKey(environment: Deployed): Promise<KeyRotation> {
  const { services, deployment, key, upload } = environment;
  const newKey = ['rk', 'test', randomBytes(16).toString('hex')].join('_');
  const restrictTo = (permissions: string[]) =>
    services.stripe.addKey({ value: newKey, mode: 'test', permissions });
  const run = async (input: ProcessingInput) => ({ input, ...(await outcomeOf(environment, input)) });

  restrictTo([]); // It would be rejected.
  await deployment.putKey(newKey);
  const whilePut = await run(await upload());

  services.stripe.revokeKey(key);
  const refused = [await run(await upload()), await run(await upload()), await run(await upload())];
  const whileRevoked = { uploads: refused, connectionState: await connectionState(environment) };

  restrictTo(permissions);
  const terraform = deployment.terraform('stripe-connection');
  await terraform.plan({ out: 'key.tfplan' });
  const plan = JSON.stringify(await terraform.show('key.tfplan'));
  const processes = await processesWhile(terraform.apply('key.tfplan'));
  const stateAfterDeploy = await connectionState(environment);
  const fresh = await run(await upload());
  await recover(environment);
  const billed = [fresh];
  for (const { input } of refused) {
    billed.push({ ...fresh, input, ...(await leftOf(environment, input)) });
  }

  const last = await upload();
  restrictTo([]);
  const forbidden = await run(last);
  const stateAfterForbidden = await connectionState(environment);
  restrictTo(permissions);
  await recover(environment);
  return {
    keys: [key, newKey],
    whilePut,
    whileRevoked,
    whileDeployed: { uploads: billed, connectionState: stateAfterDeploy },
    whileForbidden: {
      upload: forbidden,
      connectionState: stateAfterForbidden,
      again: { input: last, ...(await leftOf(environment, last)) },
    },
    plan,
    processes,
  };
}

async function connectionState({ services, environment }: Deployed): Promise<string | undefined> {
  const Name = environment.names.connection;
  return (await services.clients.events.send(new DescribeConnectionCommand({ Name }))).ConnectionState;
}
