import { deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';
import { children } from './processing/children';
import { dynamoDb } from './processing/dynamodb';
import { endlessChild, startEndlessChild, type Endless } from './processing/endless-child';
import { inputs } from './processing/inputs';
import { permissions } from './processing/permissions';
import { secretsManager } from './processing/secrets-manager';

let environment: Deployed;
let endless: Endless;
const current = () => environment;

jest.setTimeout(120_000);

beforeAll(async () => {
  // An hour, for a child, is a minute; it passes while the other tests run.
  environment = await deployed('test', { speed: 60 });
  endless = await startEndlessChild(environment);
}, deployTimeoutMilliseconds);

afterAll(() => environment?.stop());

describe('an input', () => inputs(current));
describe('the child', () => children(current));
describe('DynamoDB', () => dynamoDb(current));
describe('Secrets Manager', () => secretsManager(current));
describe('the role', () => permissions(current));
describe('the child, after an hour', () => endlessChild(current, () => endless));
