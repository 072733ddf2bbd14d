import { deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';
import { alarm } from './billing/alarm';
import { keySearch } from './billing/key-search';
import { keys } from './billing/keys';
import { meterMismatch } from './billing/meter-mismatch';
import { sameUpload } from './billing/same-upload';
import { stripeFaults } from './billing/stripe-faults';

let environment: Deployed;
const current = () => environment;

jest.setTimeout(120_000);

beforeAll(async () => {
  environment = await deployed('test');
}, deployTimeoutMilliseconds);

afterAll(() => environment?.stop());

describe('the alarm', () => alarm(current));
describe('a failure of Stripe', () => stripeFaults(current));
describe('a meter that does not fit', () => meterMismatch(current));
describe('the same upload again', () => sameUpload(current));
describe('another key', () => keys(current));
// Last, so that it also looks through what the others left behind.
describe('the key', () => keySearch(current));
