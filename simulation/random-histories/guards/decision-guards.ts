import { hour, minute } from '../history/durations';
import { alike, due, failing, notSent, taken } from './beginnings';
import type { Guard } from './guard';

/** Two equal events of one minute, each killed around its sending, and looked at within or after Stripe's day. */
const killedTwins: Guard['focus'] = {
  ...alike,
  ids: ['upload-1', 'upload-2'],
  scheduled: false,
  actions: ['upload', 'upload', 'fault'],
  states: ['SendStripeMeterEvent'],
  kinds: ['kill-after', 'kill-before'],
  times: [1],
  delays: [0, 25 * hour],
};

/** When recovery sends, and what it concludes from Stripe's figures. */
export const decisionGuards: readonly Guard[] = [
  {
    guards: 'no sending without asking after 23 hours',
    without: [
      {
        machine: 'recovery',
        state: 'ChooseWork',
        from: '$timestamp + 23 * 3600',
        to: '$timestamp + 72 * 3600',
      },
      {
        machine: 'recovery',
        state: 'SendMeterEvent',
        from: '$timestamp + 23 * 3600',
        to: '$timestamp + 72 * 3600',
      },
    ],
    focus: {
      ...alike,
      actions: ['upload', 'fault', 'schedule'],
      states: ['SendStripeMeterEvent'],
      kinds: ['kill-after', 'lose'],
      delays: [0, 25 * hour],
    },
    shows: /twice/,
  },
  {
    guards: 'a claim sends for 4 minutes',
    without: [
      {
        machine: 'recovery',
        state: 'SendMeterEvent',
        from: '$floor($millis() / 1000) < $claimedAt + 4 * 60',
        to: 'true',
      },
    ],
    focus: {
      ...alike,
      beginning: due,
      actions: ['fault', 'redrive', 'recover'],
      states: ['SendMeterEvent'],
      kinds: ['kill-after'],
      times: [1],
      delays: [0, 31 * minute, 25 * hour],
    },
    shows: /twice|without asking/,
  },
  {
    guards: 'after a refusal Stripe is asked',
    without: [
      {
        machine: 'recovery',
        state: 'ChooseWork',
        from: '$certainlyNotTaken or ($refusals = 0 and $floor',
        to: '$certainlyNotTaken or ($floor',
      },
    ],
    focus: {
      ...alike,
      actions: ['upload', 'fault'],
      states: ['SendStripeMeterEvent'],
      kinds: ['kill-after'],
    },
    shows: /./,
  },
  {
    guards: 'a new Idempotency-Key for each claim',
    without: [
      {
        machine: 'recovery',
        state: 'SendMeterEvent',
        from: " & '/' & $string($claimedAt)",
        to: '',
      },
    ],
    focus: {
      ...alike,
      actions: ['upload', 'fault'],
      states: ['SendStripeMeterEvent'],
      kinds: ['store'],
      delays: [0, minute],
    },
    shows: /never ends/,
  },
  {
    guards: 'an Idempotency-Key of one length for every name',
    without: [
      {
        machine: 'orchestrator',
        state: 'SendStripeMeterEvent',
        from: "'meter-event/' & $hash($encodeUrlComponent($processingHistoryId), 'SHA-256')",
        to: '$encodeUrlComponent($processingHistoryId)',
      },
      {
        machine: 'recovery',
        state: 'SendMeterEvent',
        from: "'meter-event/' & $hash($encodeUrlComponent($identifier), 'SHA-256')",
        to: '$encodeUrlComponent($identifier)',
      },
    ],
    focus: { ...alike, actions: ['upload'] },
    shows: /rejected, and Stripe would take it/,
  },
  {
    guards: 'recovery calls an attempt not taken only if its child was not redriven',
    without: [
      {
        machine: 'recovery',
        state: 'SendMeterEvent',
        from: '$states.context.Execution.RedriveCount = 0 ? 1 : 0',
        to: '1',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: [failing('SendMeterEvent', 'kill-after'), ...due],
      actions: ['fault', 'redrive', 'recover'],
      states: ['SendMeterEvent'],
      kinds: ['refuse'],
      times: [1],
      details: [0],
      delays: [0, 1, 25 * hour],
    },
    shows: /twice|without asking/,
  },
  {
    guards: 'whole numbers, not increments',
    without: [
      {
        machine: 'recovery',
        state: 'RecordOutcome',
        from: 'notTaken = :notTaken',
        to: 'notTaken = if_not_exists(notTaken, :zero) + :notTaken',
      },
      {
        machine: 'recovery',
        state: 'RecordOutcome',
        from: '"ExpressionAttributeValues":{',
        to: '"ExpressionAttributeValues":{":zero":{"N":"0"},',
      },
      {
        machine: 'recovery',
        state: 'ClaimItem',
        from: '"notTaken":"{% $number([$states.result.Attributes.notTaken.N, 0][0]) %}"',
        to: '"notTaken":0',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: taken,
      actions: ['recover', 'fault', 'fault'],
      states: ['SendMeterEvent', 'RecordOutcome'],
      kinds: ['lose', 'refuse'],
      times: [1],
      details: [0],
      delays: [0, 35 * minute, 25 * hour],
    },
    shows: /twice|without asking/,
  },
  {
    guards: 'no verdict while the minute has an event that was sent just now',
    without: [
      {
        machine: 'recovery',
        state: 'CheckWholeLedgerRead',
        from: '$newestSentAt > $floor($millis() / 1000) - 20 * 60 or',
        to: 'false or',
      },
    ],
    focus: {
      ...alike,
      scheduled: false,
      beginning: [...taken, ...notSent('upload-2')],
      actions: ['recover', 'fault'],
      states: ['ReadLedger', 'ClaimItem'],
      kinds: ['slow', 'refuse'],
      delays: [0, 25 * hour],
      summaryDelaySeconds: 14 * minute,
    },
    shows: /twice/,
    steps: 12,
  },
  {
    guards: 'not decidable sums are not decided',
    without: [
      {
        machine: 'recovery',
        state: 'DecideByStripe',
        from: '$counted - $ledgerSent in $possibleSums and $not($counted - $ledgerSent - $value in $possibleSums)',
        to: '$counted - $ledgerSent in $possibleSums',
      },
    ],
    focus: killedTwins,
    shows: /twice/,
  },
  {
    guards: 'not decidable sums count for nothing',
    without: [
      {
        machine: 'recovery',
        state: 'DecideByStripe',
        from: '$counted - $ledgerSent - $value in $possibleSums and $not($counted - $ledgerSent in $possibleSums)',
        to: '$counted - $ledgerSent - $value in $possibleSums',
      },
    ],
    focus: killedTwins,
    shows: /never took it/,
  },
  {
    guards: 'an event of 0 bytes is not asked for',
    without: [{ machine: 'recovery', state: 'ChooseWork', from: '$value = 0', to: '$value < 0' }],
    focus: {
      customers: ['cus_Anna'],
      bytes: [0],
      scheduled: false,
      actions: ['upload', 'fault'],
      states: ['SendStripeMeterEvent'],
      kinds: ['kill-before', 'kill-after'],
      delays: [0, 25 * hour],
    },
    shows: /without a reason/,
  },
];
