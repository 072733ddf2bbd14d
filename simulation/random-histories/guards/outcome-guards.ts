import { day, hour, minute } from '../history/durations';
import { alike, due, failing, same, taken, upload } from './beginnings';
import { always, type Guard } from './guard';

/** What recovery writes when it has worked on an item. */
export const outcomeGuards: readonly Guard[] = [
  {
    guards: 'UpdateProcessingHistory leaves a deleted row deleted',
    without: [
      {
        machine: 'recovery',
        state: 'UpdateProcessingHistory',
        from: 'attribute_exists(#key)',
        to: always('#key'),
      },
    ],
    focus: {
      ...same,
      actions: ['upload', 'row', 'fault'],
      rows: ['delete'],
      states: ['SendStripeMeterEvent'],
      kinds: ['refuse'],
      delays: [0, minute],
    },
    shows: /a part of it is back/,
  },
  {
    guards: 'RecordOutcome opens nothing that has been closed since',
    without: [
      {
        machine: 'recovery',
        state: 'RecordOutcome',
        from: 'dueAt = :claimDue',
        to: '(attribute_not_exists(dueAt) OR dueAt = :claimDue OR dueAt <> :claimDue)',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: [failing('SendMeterEvent', 'refuse'), failing('RecordOutcome', 'kill-before'), ...due],
      actions: ['redrive', 'recover'],
      delays: [0, 31 * minute],
    },
    shows: /pending/,
  },
  {
    guards: 'CloseUsageCheck closes what nobody has claimed or changed since',
    without: [
      {
        machine: 'recovery',
        state: 'CloseUsageCheck',
        from: 'dueAt = :claimDue AND revision = :revision',
        to: '(dueAt = :claimDue OR dueAt <> :claimDue) AND (revision = :revision OR revision <> :revision)',
      },
    ],
    focus: {
      ...alike,
      beginning: [
        failing('CloseUsageCheck', 'kill-before'),
        upload('upload-1'),
        { after: minute, action: failing('RecordMeterEvent', 'kill-before').action },
        upload('upload-2'),
        { after: 3 * hour, action: { do: 'redrive', which: 0 } },
      ],
      actions: ['redrive', 'drop', 'foreign'],
      delays: [0, 20 * minute, 2 * hour],
    },
    steps: 8,
    shows: /./,
  },
  {
    guards: 'a usage check waits for the open events of its hour',
    without: [
      {
        machine: 'recovery',
        state: 'CheckWholeLedgerRead',
        from: '($isUsageCheck and $ledgerPending > 0)',
        to: 'false',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: taken,
      actions: ['recover', 'fault'],
      states: ['ClaimItem', 'SendMeterEvent', 'FindMeter'],
      kinds: ['refuse'],
      times: [1, 6],
      delays: [0, 35 * minute],
    },
    steps: 10,
    shows: /while an event/,
  },
  {
    guards: 'recovery updates the row before it closes the item',
    without: [
      {
        machine: 'recovery',
        state: 'UpdateProcessingHistory',
        from: '"historyOwed":true',
        to: '"historyOwed":false',
      },
    ],
    focus: {
      ...alike,
      actions: ['upload', 'fault'],
      states: ['SendStripeMeterEvent', 'UpdateProcessingHistory'],
      kinds: ['refuse'],
    },
    shows: /keeps its stripeMeterError/,
  },
  {
    guards: 'each event of an hour makes its check due again',
    without: [
      {
        machine: 'recovery',
        state: 'UpdateProcessingHistory',
        from: '"Next":"ScheduleUsageCheck"',
        to: '"Next":"RecordSent"',
      },
    ],
    focus: {
      ...alike,
      actions: ['upload', 'fault', 'schedule'],
      states: ['SendStripeMeterEvent', 'UpdateStatusToCompleted'],
      kinds: ['refuse', 'kill-before'],
      delays: [0, 3 * day],
    },
    shows: /there is no/,
  },
];
