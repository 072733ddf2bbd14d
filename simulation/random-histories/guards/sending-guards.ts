import { hour, minute } from '../history/durations';
import { alike, failing, same, taken, upload } from './beginnings';
import { always, type Guard } from './guard';

/** How the orchestrator sends, and what it says about it. */
export const sendingGuards: readonly Guard[] = [
  {
    guards: 'CopyMeterEventSent leaves a deleted row deleted',
    without: [
      {
        machine: 'orchestrator',
        state: 'CopyMeterEventSent',
        from: 'attribute_exists(#key)',
        to: always('#key'),
      },
    ],
    focus: {
      ...same,
      actions: ['upload', 'row', 'fault', 'redrive'],
      rows: ['delete'],
      states: ['CopyMeterEventSent'],
      kinds: ['slow', 'kill-before'],
      times: [1],
      delays: [0, 16, 20],
    },
    shows: /a part of it is back/,
  },
  {
    guards: 'LogStripeMeterError leaves a deleted row deleted',
    without: [
      {
        machine: 'orchestrator',
        state: 'LogStripeMeterError',
        from: 'attribute_exists(completedAt) AND attribute_not_exists(stripeMeterSentAt)',
        to: 'attribute_not_exists(stripeMeterSentAt)',
      },
    ],
    focus: {
      ...same,
      beginning: [
        failing('LogStripeMeterError', 'kill-before'),
        failing('SendStripeMeterEvent', 'refuse', 6),
        upload('upload-1'),
      ],
      actions: ['row', 'redrive'],
      rows: ['delete'],
      delays: [0, 20 * minute],
    },
    shows: /a part of it is back/,
  },
  {
    guards: 'LogStripeMeterError writes no error of an event that is sent',
    without: [
      {
        machine: 'orchestrator',
        state: 'LogStripeMeterError',
        from: 'attribute_exists(completedAt) AND attribute_not_exists(stripeMeterSentAt)',
        to: 'attribute_exists(completedAt)',
      },
    ],
    focus: {
      ...same,
      beginning: [
        failing('LogStripeMeterError', 'kill-before'),
        failing('SendStripeMeterEvent', 'refuse', 6),
        upload('upload-1'),
      ],
      actions: ['redrive', 'recover'],
      delays: [0, 20 * minute],
    },
    shows: /keeps its stripeMeterError/,
  },
  {
    guards: 'the execution sends for 14 minutes alone',
    without: [{ machine: 'orchestrator', state: 'SendStripeMeterEvent', from: '14 * 60', to: '14 * 86400' }],
    focus: {
      ...alike,
      actions: ['upload', 'fault', 'redrive'],
      states: ['SendStripeMeterEvent'],
      kinds: ['kill-after', 'kill-before'],
      delays: [0, minute, 25 * hour],
    },
    shows: /twice/,
  },
  {
    guards: 'the execution notices a key of the wrong mode',
    without: [
      {
        machine: 'orchestrator',
        state: 'SendStripeMeterEvent',
        from: '$states.result.ResponseBody.livemode = false ?',
        to: 'true ?',
      },
    ],
    focus: { ...alike, actions: ['upload', 'key'], keys: ['deploy wrong mode'] },
    shows: /Stripe never took it/,
  },
  {
    guards: 'certainly not taken only if it was the only attempt',
    without: [
      {
        machine: 'orchestrator',
        state: 'SendStripeMeterEvent',
        from: '$states.context.Execution.RedriveCount + $states.context.State.RetryCount = 0',
        to: '$states.context.Execution.RedriveCount = 0',
      },
    ],
    focus: {
      ...same,
      scheduled: false,
      actions: ['upload', 'fault', 'fault'],
      states: ['SendStripeMeterEvent'],
      kinds: ['lose', 'refuse'],
      details: [0],
      delays: [0, 25 * hour],
    },
    shows: /twice|without asking/,
  },
  {
    guards: 'certainly not taken only if the execution was not redriven',
    without: [
      {
        machine: 'orchestrator',
        state: 'SendStripeMeterEvent',
        from: '$states.context.Execution.RedriveCount + $states.context.State.RetryCount = 0',
        to: '$states.context.State.RetryCount = 0',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: taken,
      actions: ['key', 'redrive'],
      keys: ['revoke'],
      delays: [0, minute, 25 * hour],
    },
    shows: /twice|without asking/,
  },
];
