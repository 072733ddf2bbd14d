import { deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';
import { commands } from './recovery/commands';
import { counted } from './recovery/counted';
import { neverLost } from './recovery/never-lost';
import { neverTwice } from './recovery/never-twice';
import { withoutAPerson } from './recovery/without-a-person';

let environment: Deployed;
const current = () => environment;

jest.setTimeout(120_000);

beforeAll(async () => {
  environment = await deployed('test');
}, deployTimeoutMilliseconds);

afterAll(() => environment?.stop());

describe('a recorded meter event is never lost:', () => neverLost(current));
describe('a recorded meter event is recovered without a person:', () => withoutAPerson(current));
describe('a meter event that Stripe took', () => counted(current));
describe('a meter event', () => commands(current));
// Last, because it moves the time by a month.
describe('a meter event is never sent twice:', () => neverTwice(current));
