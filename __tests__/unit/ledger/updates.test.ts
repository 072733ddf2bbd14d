import fc from 'fast-check';
import { checkUpdate, recordUpdate } from '../../../clients/aws/ledger-update';
import type { MeterEvent } from '../../../ledger/item';
import { environment } from '../../../simulation/random-histories/world/machines';
import { visitState } from '../../helpers/visited-state';

const { meterEventsTable, processingHistoryTable } = environment.names;
const hour = 1_764_000_000 - (1_764_000_000 % 3600);

const event = (timestamp: number): MeterEvent => ({
  kind: 'meter event',
  identifier: 'upload-1',
  customerId: 'cus_1',
  value: 1024,
  timestamp,
  status: 'undecided',
});

describe('a person’s command asks DynamoDB for what the states ask for, so that a person and recovery agree', () => {
  const machines = [
    ['orchestrator', 'CopyMeterEventSent', 'processingHistoryId'],
    ['recovery', 'UpdateProcessingHistory', 'identifier'],
  ] as const;

  test.each(machines)('on the application’s record (%s, %s)', async (machine, state, name) => {
    const visited = await visitState(state, { machine, now: hour, variables: { [name]: 'upload-1' } });
    expect(visited.asked).toEqual(recordUpdate(processingHistoryTable, event(hour), hour));
  });

  test.each([
    ['in the middle of its hour', 1800, 1800],
    ['in the first second of an hour', 0, 0],
    ['in the last second of an hour', 3599, 3599],
    ['just when its hour ends', 3599, 3600],
    ['long after its hour', 1800, 40 * 86_400],
  ])('on the usage check of an event %s', async (_, second, later) => {
    await compareChecks(hour + second, hour + later);
  });

  test('on the usage check of any event at any time', async () => {
    const seconds = fc.integer({ min: 0, max: 3_000_000 });
    await fc.assert(
      fc.asyncProperty(seconds, seconds, (second, age) => compareChecks(hour + second, hour + second + age)),
      { numRuns: 50 },
    );
  });

  async function compareChecks(timestamp: number, now: number): Promise<void> {
    const expected = checkUpdate(meterEventsTable, event(timestamp), now);
    for (const machine of ['orchestrator', 'recovery'] as const) {
      const variables = { customerId: 'cus_1', timestamp };
      const visited = await visitState('ScheduleUsageCheck', { machine, now, variables });
      expect(visited.asked).toEqual(expected);
    }
  }
});
