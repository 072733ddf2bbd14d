import { ListConnectionsCommand } from '@aws-sdk/client-eventbridge';
import { environmentOf } from '../../../settings/environments';
import { changedStacks, type Workspaces } from '../../helpers/workspaces';
import { another, kept, lockOf, whileTheStateMachineIsMade } from './deploys';

const stack = 'service-processing';

export function firstDeploy(current: () => Workspaces): void {
  test('is refused at plan before the secret has a value, with what to run, and makes nothing', async () => {
    await expect(current().test.deploy('stripe-connection')).rejects.toThrow(
      'The secret "siftbeam/test/stripe/api-key" has no value yet. ' +
        'Run "npm run stripe:key -- --workspace test" to put the Stripe key, then plan again.',
    );
    await expect(current().test.deploy(stack)).rejects.toThrow(
      /EventBridge Connection \(siftbeam-stripe-test\)/,
    );
    const { names } = environmentOf('test');
    const { Connections = [] } = await current().services.clients.events.send(new ListConnectionsCommand({}));
    expect(Connections.map(({ Name }) => Name)).not.toContain(names.connection);
    expect(await kept(current(), 'test', 'stripe-connection')).not.toContain(lockOf('stripe-connection'));
  });

  test('can be interrupted: it leaves no lock and loses nothing, and the next one finishes it', async () => {
    const { services, test } = current();
    await test.putKey(services.newKey('test'));
    await test.deploy('stripe-connection');
    const stop = new AbortController();
    const interrupted = await another(current(), 'test', { signal: stop.signal });
    whileTheStateMachineIsMade(current(), () => stop.abort());
    await expect(interrupted.deploy(stack)).rejects.toThrow('was stopped in');
    expect(await kept(current(), 'test', stack)).toEqual([`${stack}.tfstate`]);
    await test.deploy(stack);
    expect(await changedStacks(test, [stack])).toEqual([]);
  });
}
