import { deployTimeoutMilliseconds } from '../helpers/deployed';
import { useStartedProviders } from '../helpers/started-providers';
import { startWorkspaces, type Workspaces } from '../helpers/workspaces';
import { killedDeploy } from './interrupted-deployment/killed-deploy';
import { rotatedKey } from './interrupted-deployment/rotated-key';
import { withoutKey } from './interrupted-deployment/without-key';
import { wrongAccount } from './interrupted-deployment/wrong-account';

let workspaces: Workspaces;
const current = () => workspaces;

jest.setTimeout(deployTimeoutMilliseconds);

useStartedProviders();

beforeAll(async () => {
  workspaces = await startWorkspaces();
  const { live } = workspaces;
  await live.synthesize();
  await live.deploy('state-backend');
  await live.deploy('stripe-secret');
});

afterAll(() => workspaces?.stop());

// One deployment, in which one thing after the other goes wrong.
describe('a deploy before the secret has a value', () => withoutKey(current));
describe('a deploy that is killed halfway', () => killedDeploy(current));
describe('a rotated key', () => rotatedKey(current));
describe('another account than the one of the settings', () => wrongAccount(current));
