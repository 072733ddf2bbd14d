import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import path from 'node:path';
import { Deployment } from '../../../local/deployment';
import type { EnvironmentName } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import type { StackName } from '../../../settings/stacks';
import type { Workspaces } from '../../helpers/workspaces';

/** The objects that Terraform keeps of the stack: its state, and a lock while it is held. */
export async function kept(
  { services }: Pick<Workspaces, 'services'>,
  name: EnvironmentName,
  stack: StackName,
): Promise<(string | undefined)[]> {
  const { Contents = [] } = await services.clients.s3.send(
    new ListObjectsV2Command({
      Bucket: environmentOf(name).names.stateBucket,
      Prefix: `workspaces/${name}/${stack}`,
    }),
  );
  return Contents.map(({ Key }) => path.posix.basename(Key ?? ''));
}

export const lockOf = (stack: StackName) => `${stack}.tfstate.tflock`;

/** Another checkout of a workspace. */
export async function anotherCheckout(
  { services, folder }: Workspaces,
  name: EnvironmentName,
): Promise<Deployment> {
  const elsewhere = path.join(folder, 'another checkout');
  const deployment = new Deployment({ environment: environmentOf(name), services, folder: elsewhere });
  await deployment.synthesize();
  return deployment;
}

/**
 * Acts once, while Terraform creates a state machine, by when it has made all that it needs. AWS throttles both: what is
 * made while Terraform is interrupted, it would not know of.
 */
export function whileTheStateMachineIsMade(
  { services }: Pick<Workspaces, 'services'>,
  act: () => void,
): void {
  let hasActed = false;
  services.aws.faults.add({
    service: 'states',
    operation: 'CreateStateMachine',
    code: 'ThrottlingException',
    times: 2,
    when() {
      if (!hasActed) {
        hasActed = true;
        act();
      }
      return true;
    },
  });
}
