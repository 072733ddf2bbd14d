import { readFileSync } from 'node:fs';
import path from 'node:path';
import { StatesError } from '@usage-billing/local-aws/step-functions/types';
import { counted, retried, writtenOff } from '../../../ledger/changes';
import {
  meterEventStatuses,
  usageCheckStatuses,
  type MeterEvent,
  type UsageCheck,
} from '../../../ledger/item';
import { mostDoubts, mostLooks } from '../../../ledger/limits';
import { visitState } from '../../helpers/visited-state';

const now = 1_800_000_000;
const docs = readFileSync(path.join(__dirname, '..', '..', '..', 'docs', 'ledger.md'), 'utf8');

/** The words in backquotes of a passage. */
const wordsOf = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word);

describe('the statuses in docs/ledger.md are those of the ledger, no more and no less', () => {
  test('of a meter event', () => {
    const [, cell] = /^\| `status` +\|([^|]*)\|/m.exec(docs) ?? [];
    expect(wordsOf(cell)).toEqual([...meterEventStatuses]);
  });

  test('of a usage check', () => {
    const [, list] = /#usage-check\/.*`status` \(([^)]*)\)/.exec(docs) ?? [];
    expect(wordsOf(list)).toEqual([...usageCheckStatuses]);
  });
});

test('recovery and a person write every status of a usage check, and no other', async () => {
  const claimed = {
    ...{ isUsageCheck: true, identifier: '#usage-check/cus_1/0', customerId: 'cus_1', status: 'pending' },
    ...{ rangeStart: now, rangeSeconds: 3600, meterId: 'mtr_1', ledgerSent: 1, ledgerOpen: [] },
    ...{ claimDue: now, revision: '1' },
  };
  const visit = (state: string, variables: object, fails?: StatesError) =>
    visitState(state, { machine: 'recovery', now, variables: { ...claimed, ...variables }, fails });
  const refusal = new StatesError('States.Http.StatusCode.404', '');
  const attempts = [
    ...Array.from({ length: mostDoubts }, (_, doubts) => visit('AskStripe', { doubts }, refusal)),
    ...Array.from({ length: mostLooks }, (_, looks) => visit('DecideByStripe', { looks, counted: 2 })),
  ];
  const found = (await Promise.all(attempts)).map(({ variables }) => variables.status);
  const { asked: closed } = await visit('CloseUsageCheck', {});
  const { asked: due } = await visitState('ScheduleUsageCheck', {
    machine: 'recovery',
    now,
    variables: { customerId: 'cus_1', timestamp: now },
  });
  const check: UsageCheck = {
    ...{ kind: 'usage check', identifier: '#usage-check/cus_1/0', customerId: 'cus_1' },
    ...{ status: 'different', hourStart: 0 },
  };
  const written = [
    ...found,
    valueIn(closed, ':equal'),
    valueIn(due, ':pending'),
    retried(check, now).set.status,
    writtenOff('x').set.status,
  ];
  expect(new Set(written)).toEqual(new Set(usageCheckStatuses));
});

const valueIn = (asked: unknown, name: string) =>
  (asked as { ExpressionAttributeValues: Record<string, { S: string } | undefined> })
    .ExpressionAttributeValues[name]?.S;

test('a person’s "counted" sets what recovery sets when it has sent an event, so that both read alike', async () => {
  const { asked } = await visitState('RecordSent', {
    machine: 'recovery',
    now,
    variables: {
      identifier: 'e',
      historyOwed: false,
      sentAt: now,
      evidence: 'summary',
      livemode: false,
      claimDue: now,
    },
  });
  const { UpdateExpression } = asked as { UpdateExpression: string };
  const [set = '', removed = ''] = UpdateExpression.replace('#status', 'status').split(' REMOVE ');
  const names = [...set.matchAll(/(\w+) =/g)].map(([, name]) => name);
  const change = counted(false, now);
  expect(Object.keys(change.set).sort()).toEqual(names.sort());
  // A person may correct a write-off; recovery never finds one.
  expect(change.remove).toEqual([...removed.split(', '), 'writtenOffReason']);
});

test('an event that was sent is given back without what would spare the question to Stripe', () => {
  const sent: MeterEvent = {
    ...{ kind: 'meter event', identifier: 'e', customerId: 'cus_1', value: 1, timestamp: now - 86_400 },
    ...{ status: 'sent', sentAt: now - 80_000, evidence: 'response', livemode: true, notTaken: 1 },
  };
  const { set, remove } = retried(sent, now);
  expect(set).toMatchObject({ status: 'pending', lastError: 'UsageDiffers' });
  expect(remove).toEqual(expect.arrayContaining(['notTaken', 'sentAt', 'evidence', 'livemode']));
  expect(retried({ ...sent, status: 'rejected' }, now).remove).not.toContain('notTaken');
});
