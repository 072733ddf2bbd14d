import type { Deployment } from '../../local/deployment';
import { deployTimeoutMilliseconds } from '../helpers/deployed';
import { startWorkspaces, type Workspaces } from '../helpers/workspaces';
import { firstDeploy } from './interrupted-deployment/first-deploy';
import { killedDeploy } from './interrupted-deployment/killed-deploy';
import { rotatedKey } from './interrupted-deployment/rotated-key';
import { wrongAccount } from './interrupted-deployment/wrong-account';

let workspaces: Workspaces;
const current = () => workspaces;

jest.setTimeout(deployTimeoutMilliseconds);

/** Both workspaces up to the key, which live has and test has not. */
beforeAll(async () => {
  workspaces = await startWorkspaces();
  const { services, test, live } = workspaces;
  const prepare = async (deployment: Deployment) => {
    await deployment.synthesize();
    await deployment.deploy('state-backend');
    await deployment.deploy('stripe-secret');
  };
  await Promise.all([prepare(test), prepare(live)]);
  await live.putKey(services.newKey('live'));
  await live.deploy('stripe-connection');
});

afterAll(() => workspaces?.stop());

describe('the first deploy of a workspace', () => firstDeploy(current));
describe('a deploy that is killed halfway', () => killedDeploy(current));
// After the deploy before it: a key is rotated in what is deployed.
describe('a rotated key', () => rotatedKey(current));
describe('another account than the one of the settings', () => wrongAccount(current));
