import { minute } from '../history/durations';
import { failing, same, upload } from './beginnings';
import { always, type Guard } from './guard';

const focus = { ...same, actions: ['fault', 'upload', 'recover'], delays: [0, 31 * minute] } as const;

/** The execution records the event and is stopped before it completes the row. */
const stopped = [failing('UpdateStatusToCompleted', 'kill-before'), upload('upload-1')];

/** The row cannot be completed by the execution, which goes on. */
const owed = [failing('UpdateStatusToCompleted', 'refuse', 6), upload('upload-1')];

const shows = /although its event is recorded/;

/** An upload whose event is recorded ends completed. */
export const completionGuards: readonly Guard[] = [
  {
    guards: 'recovery completes the row that the execution did not',
    without: [
      { machine: 'recovery', state: 'ChooseWork', from: '{% $completesRecord %}', to: '{% false %}' },
    ],
    focus: { ...focus, beginning: stopped, actions: ['recover'] },
    shows,
  },
  {
    guards: 'an upload whose event is recorded does not fail and close its item',
    without: [
      {
        machine: 'orchestrator',
        state: 'RecordMeterEventSent',
        from: "$recordOwed ? '' :",
        to: "false ? '' :",
      },
    ],
    focus: { ...focus, beginning: owed, actions: ['recover'] },
    shows,
  },
  {
    guards: 'an event that is not sent keeps the keys of a row that is not completed',
    without: [
      {
        machine: 'orchestrator',
        state: 'RecordMeterEventError',
        from: "$recordOwed ? '' :",
        to: "false ? '' :",
      },
    ],
    focus: { ...focus, beginning: [failing('GetStripeAPIKey', 'refuse', 6), ...owed], actions: ['recover'] },
    shows,
  },
  {
    guards: 'recovery keeps an item open whose row it could not complete',
    without: [
      { machine: 'recovery', state: 'CompleteRecord', from: '"historyOwed":true', to: '"historyOwed":false' },
    ],
    focus: {
      ...focus,
      beginning: [failing('CompleteRecord', 'refuse', 6), ...owed],
      actions: ['recover'],
    },
    shows,
  },
  {
    guards: 'recovery keeps the keys of a row that it could not complete',
    without: [
      { machine: 'recovery', state: 'RecordOutcome', from: "$historyOwed ? '' :", to: "false ? '' :" },
    ],
    focus: {
      ...focus,
      beginning: [failing('CompleteRecord', 'refuse', 6), failing('SendMeterEvent', 'refuse'), ...stopped],
      actions: ['recover'],
    },
    shows,
  },
  {
    guards: 'CompleteRecord leaves a deleted row deleted',
    without: [
      {
        machine: 'recovery',
        state: 'CompleteRecord',
        from: 'attribute_exists(#key)',
        to: always('#key'),
      },
    ],
    focus: {
      ...focus,
      beginning: [...stopped, { after: minute, action: { do: 'row', id: 'upload-1', change: 'delete' } }],
      actions: ['recover'],
    },
    shows: /was deleted, and is back/,
  },
];
