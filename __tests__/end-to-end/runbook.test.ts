import { stripeCatalog } from '../../commands/stripe-catalog';
import { seen, useServices } from '../helpers/command';
import { deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';
import { runRecovery } from '../helpers/recovery';
import { followRunbook } from './runbook/follow';

jest.setTimeout(120_000);

let environment: Deployed;

beforeAll(async () => {
  environment = await deployed('test');
  useServices(environment.services);
  await seen((terminal) => stripeCatalog(['--workspace', 'test'], terminal));
  await runRecovery(environment);
}, deployTimeoutMilliseconds);

afterAll(() => environment?.stop());

describe('docs/runbook.md:', () => followRunbook(() => environment));
