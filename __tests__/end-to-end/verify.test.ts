import { stripeCatalog } from '../../commands/stripe-catalog';
import { seen, useServices } from '../helpers/command';
import { deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';
import { runRecovery } from '../helpers/recovery';
import { followRunbook } from './runbook/follow';
import { failingLines } from './verify/failing-lines';
import { failureLine } from './verify/failure-line';
import { followingLogs } from './verify/logs';
import { repairs } from './verify/repairs';
import { sentLines } from './verify/sent-lines';
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
describe('a line that fails on purpose is named with its fix', () => failingLines(current));
describe('several things wrong at once', () => severalFailures(current));
describe('the fixes that are printed', () => repairs(current));
describe('npm run logs', () => followingLogs(current));
// Last, because it breaks everything that has a heading, and moves the time by two days.
describe('docs/runbook.md:', () => followRunbook(current));
