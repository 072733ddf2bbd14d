import { stripeCatalog } from '../../commands/stripe-catalog';
import { seen, useServices } from '../helpers/command';
import { deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';
import { runRecovery } from '../helpers/recovery';
import { failureLine } from './verify/failure-line';
import { followingLogs } from './verify/logs';
import { planLine } from './verify/plan-line';
import { startOperator, type Operator } from './verify/printed-steps';
import { repairs } from './verify/repairs';
import { sentLineRepairs, sentLines } from './verify/sent-lines';
import { severalFailures } from './verify/several-failures';
import { wholeChecklist } from './verify/whole-checklist';

jest.setTimeout(120_000);

let environment: Deployed;
const current = () => environment;

beforeAll(async () => {
  environment = await deployed('test');
  useServices(environment.services);
  await seen((terminal) => stripeCatalog(['--workspace', 'test'], terminal));
  await runRecovery(environment);
}, deployTimeoutMilliseconds);

afterAll(() => environment?.stop());

// First: it begins before the first execution.
describe('npm run verify', () => wholeChecklist(current));
describe('a line about the file that was sent is named with its fix', () => sentLines(current));
describe('error-handling', () => failureLine(current));
describe('several things wrong at once', () => severalFailures(current));
describe('whatever fails is named, and the fix that is printed repairs it', () => {
  let operator: Operator;
  beforeAll(async () => {
    operator = await startOperator(current());
    // Something was processed in every environment: `npm run verify` sends its file to the same bucket.
    await operator.run(await operator.upload());
  });
  // What is printed maps an example where no policy was mapped; what follows processes with this one.
  afterEach(() => current().application.mapPolicy(current().childArn));
  afterAll(() => operator?.end());

  sentLineRepairs(current, () => operator);
  repairs(current, () => operator);
  planLine(current, () => operator);
});
describe('npm run logs', () => followingLogs(current));
