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
  // Slower than elsewhere: a child has an hour, in which it also copies 500 files.
  [environment, endless] = await Promise.all([deployed('test', { speed: 60 }), startEndlessChild()]);
}, deployTimeoutMilliseconds);

afterAll(() => Promise.all([environment?.stop(), endless?.stop()]));

describe('an input', () => inputs(current));
describe('the child', () => children(current));
describe('DynamoDB', () => dynamoDb(current));
describe('Secrets Manager', () => secretsManager(current));
describe('the role', () => permissions(current));
describe('the child, after an hour', () => endlessChild(() => endless));
