import { ListConnectionsCommand } from '@aws-sdk/client-eventbridge';
import { environmentOf } from '../../../settings/environments';
import type { Workspaces } from '../../helpers/workspaces';
import { kept, lockOf } from './deploys';

export function withoutKey(current: () => Workspaces): void {
  test('is refused at plan, with what to run, and makes nothing', async () => {
    const { live, services } = current();
    const { names } = environmentOf('live');
    await expect(live.deploy('stripe-connection')).rejects.toThrow(
      `The secret "${names.secret}" has no value yet. ` +
        'Run "npm run stripe:key -- --workspace live" to put the Stripe key, then plan again.',
    );
    await expect(live.deploy('service-processing')).rejects.toThrow(
      new RegExp(`EventBridge Connection \\(${names.connection}\\)`),
    );
    const { Connections = [] } = await services.clients.events.send(new ListConnectionsCommand({}));
    expect(Connections.map(({ Name }) => Name)).not.toContain(names.connection);
    expect(await kept(current(), 'live', 'stripe-connection')).not.toContain(lockOf('stripe-connection'));
  });
}
