import { ListBucketsCommand } from '@aws-sdk/client-s3';
import path from 'node:path';
import { Deployment } from '../../../local/deployment';
import { startServices } from '../../../local/services';
import { environmentOf } from '../../../settings/environments';
import { deployedStacks, type Workspaces } from '../../helpers/workspaces';

export function wrongAccount(current: () => Workspaces): void {
  test('is refused by every backend and provider, and gets nothing', async () => {
    const environment = environmentOf('test');
    const services = await startServices({
      environment: { ...environment, accountId: '111122223333' },
      log: () => {},
    });
    try {
      const folder = path.join(current().folder, 'wrong account');
      const deployment = new Deployment({ environment, services, folder });
      await deployment.synthesize();
      for (const stack of deployedStacks) {
        await expect(deployment.deploy(stack)).rejects.toThrow(/account ID not allowed: 111122223333/);
      }
      const { Buckets } = await services.clients.s3.send(new ListBucketsCommand({}));
      expect(Buckets).toEqual([]);
    } finally {
      await services.stop();
    }
  });
}
