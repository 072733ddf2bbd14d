import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { changedStacks, type Workspaces } from '../../helpers/workspaces';
import { another, kept, lock, stack, whileTheConnectionIsMade } from './deploys';

export function firstDeploy(current: () => Workspaces): void {
  test('is refused at plan before the secret has a value, with what to run, and makes nothing', async () => {
    await expect(current().test.deploy(stack)).rejects.toThrow(
      'The secret "siftbeam/test/stripe/api-key" has no value yet. ' +
        'Run "npm run stripe:key -- --workspace test" to put the Stripe key, then plan again.',
    );
    const { iam, states } = current().services.clients;
    const { Roles } = await iam.send(new ListRolesCommand({}));
    const { stateMachines } = await states.send(new ListStateMachinesCommand({}));
    expect({ Roles, stateMachines }).toEqual({ Roles: [], stateMachines: [] });
    expect(await kept(current(), 'test')).not.toContain(lock);
  });

  test('can be interrupted: it leaves no lock and loses nothing, and the next one finishes it', async () => {
    const { services, test } = current();
    await test.putKey(services.newKey('test'));
    const stop = new AbortController();
    const interrupted = await another(current(), 'test', { signal: stop.signal });
    whileTheConnectionIsMade(current(), () => stop.abort());
    await expect(interrupted.deploy(stack)).rejects.toThrow('It was stopped.');
    expect(await kept(current(), 'test')).toEqual([`${stack}.tfstate`]);
    await test.deploy(stack);
    expect(await changedStacks(test, [stack])).toEqual([]);
  });
}
