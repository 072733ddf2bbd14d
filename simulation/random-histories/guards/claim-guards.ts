import { hour, minute } from '../history/durations';
import { alike, due, failing, same } from './beginnings';
import type { Guard } from './guard';

/** Who may work on an item, and with which key. */
export const claimGuards: readonly Guard[] = [
  {
    guards: 'one recovery run sends at a time',
    without: [
      {
        machine: 'recovery',
        state: 'TakeLease',
        from: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now OR holder = :me',
        to: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now OR holder = :me OR leaseUntil > :now',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: due,
      actions: ['recover', 'fault'],
      delays: [0, 1, 2, 50 * minute],
      states: ['SendMeterEvent', 'FindMeter', 'ClaimItem'],
      kinds: ['slow'],
    },
    shows: /send at once/,
  },
  {
    guards: 'a run without the meter sends nothing',
    without: [{ machine: 'recovery', state: 'CheckMeter', from: "$activeMeterId != ''", to: 'true' }],
    focus: { ...alike, actions: ['upload', 'key'], keys: ['deploy wrong mode'], delays: [0, 5 * hour] },
    shows: /Stripe would take it/,
  },
  {
    guards: 'the meter is one of the right mode',
    without: [{ machine: 'recovery', state: 'FindMeter', from: ' and livemode = false', to: '' }],
    focus: {
      ...alike,
      actions: ['upload', 'key'],
      keys: ['deploy', 'deploy wrong mode'],
      delays: [minute, 5 * hour],
    },
    shows: /different, but/,
  },
  {
    guards: 'recovery notices a key of the wrong mode',
    without: [
      { machine: 'recovery', state: 'FindMeter', from: ' and livemode = false', to: '' },
      {
        machine: 'recovery',
        state: 'SendMeterEvent',
        from: '$states.result.ResponseBody.livemode = false ?',
        to: 'true ?',
      },
    ],
    focus: {
      ...alike,
      actions: ['upload', 'key', 'fault'],
      keys: ['deploy wrong mode'],
      states: ['SendStripeMeterEvent'],
      kinds: ['refuse', 'kill-before'],
      delays: [0, hour],
    },
    shows: /Stripe never took it/,
  },
  {
    guards: 'ClaimItem claims what was seen',
    without: [
      {
        machine: 'recovery',
        state: 'ClaimItem',
        from: 'openState = :pending AND dueAt = :seen',
        to: 'openState = :pending AND dueAt > :zero AND :seen > :zero',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: [
        failing('SendMeterEvent', 'refuse', 6),
        ...due,
        { after: 0, action: { do: 'lag', seconds: 300 } },
      ],
      actions: ['recover'],
      delays: [20],
    },
    shows: /within 30 minutes/,
  },
  {
    guards: 'each claim counts as an attempt',
    without: [
      {
        machine: 'recovery',
        state: 'ClaimItem',
        from: 'attempts = if_not_exists(attempts, :zero) + :one',
        to: 'attempts = if_not_exists(attempts, :one) + :zero',
      },
    ],
    focus: {
      ...same,
      actions: ['upload', 'fault', 'fault', 'schedule'],
      states: ['SendMeterEvent', 'SendStripeMeterEvent'],
      kinds: ['refuse', 'kill-after'],
      times: [1],
      delays: [0, 20 * minute, 25 * hour],
    },
    shows: /twice|without asking/,
  },
  {
    guards: '30 minutes from one claim to the next',
    without: [
      {
        machine: 'recovery',
        state: 'ClaimItem',
        from: '($states.input.item.attempts < 2 ? 30 : 60) * 60',
        to: '60',
      },
      {
        machine: 'recovery',
        state: 'ClaimItem',
        from: '$number($states.result.Attributes.claimedAt.N) >= $max([$number($states.result.Attributes.previousClaimedAt.N) + 25 * 60, $number([$states.result.Attributes.timestamp.N, 0][0]) + 35 * 60])',
        to: 'true',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: due,
      actions: ['recover', 'recover', 'recover', 'fault'],
      states: ['SendMeterEvent'],
      kinds: ['lose'],
      times: [1],
      details: [0],
      delays: [0, 2 * minute],
      summaryDelaySeconds: 14 * minute,
    },
    steps: 10,
    shows: /the ledger says rejected/,
  },
];
