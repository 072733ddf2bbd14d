import type { Broken } from './break';
import { day, hour, minute, type Focus } from '../history/arbitrary';
import type { Step } from '../history/history';
import type { Fault } from '../world/faults';

/** A guard of the definitions, and where its absence shows. */
export interface Guard {
  readonly guards: string;
  readonly without: readonly Broken[];
  readonly focus: Focus;
  /** Part of a problem that its absence causes. */
  readonly shows: RegExp;
  readonly steps?: number;
}

const one: Focus = { customers: ['cus_Anna'], bytes: [100] };
/** Takes the condition out of a write, with the values that it alone names. */
function unconditional(machine: Broken['machine'], state: string, text: string, by: string): Broken {
  return { machine, state, replace: [[text, by]] };
}

const upload = (id: string): Step => ({
  after: 0,
  action: { do: 'upload', id, customer: 'cus_Anna', bytes: 100 },
});

/** The next call of the state, or the next calls, fail. */
const failing = (state: string, kind: Fault['kind'], times = 1): Step => ({
  after: 0,
  action: { do: 'fault', fault: { state, kind, times, detail: 0 } },
});

const uploadFailing = (id: string, kind: 'kill-after' | 'refuse'): readonly Step[] => [
  {
    after: 0,
    action: {
      do: 'fault',
      fault: { state: 'SendStripeMeterEvent', kind, times: kind === 'refuse' ? 6 : 1, detail: 0 },
    },
  },
  { after: 0, action: { do: 'upload', id, customer: 'cus_Anna', bytes: 100 } },
];

/** Without retries, so that Stripe certainly did not take it. */
const refusedOf = (id: string): readonly Step[] => [
  {
    after: 0,
    action: { do: 'fault', fault: { state: 'GetStripeAPIKey', kind: 'refuse', times: 6, detail: 0 } },
  },
  { after: 0, action: { do: 'upload', id, customer: 'cus_Anna', bytes: 100 } },
];

/** Recovery may send it after a quarter of an hour. */
const refused: readonly Step[] = [
  ...refusedOf('upload-1'),
  { after: 16 * minute, action: { do: 'lag', seconds: 0 } },
];

const taken: readonly Step[] = uploadFailing('upload-1', 'kill-after');

const unaggregated = unconditional(
  'recovery',
  'ClaimItem',
  '$number($states.result.Attributes.claimedAt.N) >= $max([$number($states.result.Attributes.previousClaimedAt.N) + 25 * 60, $number([$states.result.Attributes.timestamp.N, 0][0]) + 35 * 60])',
  'true',
);

const always = (attribute: string) =>
  `(attribute_exists(${attribute}) OR attribute_not_exists(${attribute}))`;

export const guards: readonly Guard[] = [
  {
    guards: 'RecordMeterEvent records an upload once',
    without: [
      unconditional(
        'orchestrator',
        'RecordMeterEvent',
        'attribute_not_exists(identifier)',
        always('identifier'),
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'upload', 'row', 'fault', 'schedule'],
      ids: ['upload-1'],
      states: ['UpdateStatusToCompleted'],
      kinds: ['kill-before'],
      delays: [0, minute, 25 * hour],
    },
    shows: /twice|another event/,
  },
  {
    guards: 'RecordMeterEventSent leaves what is sent already',
    without: [
      unconditional(
        'orchestrator',
        'RecordMeterEventSent',
        '#status <> :sent AND attribute_exists(identifier)',
        `(#status <> :sent OR #status = :sent) AND attribute_exists(identifier)`,
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'redrive', 'outage'],
      states: ['RecordMeterEventSent', 'UpdateProcessingHistory', 'RecordSent'],
      kinds: ['kill-before', 'kill-after', 'refuse'],
    },
    shows: /./,
  },
  {
    guards: 'RecordMeterEventSent makes no item where there is none',
    without: [
      unconditional(
        'orchestrator',
        'RecordMeterEventSent',
        '#status <> :sent AND attribute_exists(identifier)',
        `#status <> :sent`,
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'redrive', 'outage'],
      states: ['RecordMeterEventSent', 'UpdateProcessingHistory', 'RecordSent'],
      kinds: ['kill-before', 'kill-after', 'refuse'],
    },
    shows: /./,
  },
  {
    guards: 'RecordMeterEventError says nothing after the first attempt',
    without: [
      unconditional(
        'orchestrator',
        'RecordMeterEventError',
        '#status = :pending AND attempts = :one',
        `#status = :pending AND attempts >= :one`,
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'redrive', 'schedule', 'key'],
      states: ['RecordMeterEventError', 'SendMeterEvent', 'SendStripeMeterEvent'],
      kinds: ['kill-before', 'kill-after', 'refuse'],
    },
    shows: /./,
  },
  {
    guards: 'RecordMeterEventError leaves what is no longer pending',
    without: [
      unconditional(
        'orchestrator',
        'RecordMeterEventError',
        '#status = :pending AND attempts = :one',
        `(#status = :pending OR #status <> :pending) AND attempts = :one`,
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'redrive', 'schedule', 'key'],
      states: ['RecordMeterEventError', 'SendMeterEvent', 'SendStripeMeterEvent'],
      kinds: ['kill-before', 'kill-after', 'refuse'],
    },
    shows: /./,
  },
  {
    guards: 'a second execution does not take the event for its own',
    without: [
      unconditional(
        'orchestrator',
        'CheckRecordedMeterEvent',
        '$recorded.by = $states.context.Execution.Id and',
        `$recorded.by != '' and`,
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'row', 'fault'],
      ids: ['upload-1'],
      states: ['UpdateStatusToCompleted', 'SendStripeMeterEvent'],
      kinds: ['kill-before', 'kill-after'],
      delays: [0, minute, 25 * hour],
    },
    shows: /twice|sent again|another event/,
  },
  {
    guards: 'an upload with another value is refused',
    without: [
      unconditional(
        'orchestrator',
        'CheckRecordedMeterEvent',
        '$number($recorded.value) = $number($usageAmountBytes)',
        `$number($recorded.value) >= 0`,
      ),
    ],
    focus: { customers: ['cus_Anna'], bytes: [100, 250], actions: ['upload'], ids: ['upload-1'] },
    shows: /succeeded with other figures/,
  },
  {
    guards: 'an upload with another customer is refused',
    without: [
      unconditional(
        'orchestrator',
        'CheckRecordedMeterEvent',
        '$recorded.customerId = $customerId',
        `$recorded.customerId != ''`,
      ),
    ],
    focus: { customers: ['cus_Anna', 'cus_Ben'], bytes: [100], actions: ['upload'], ids: ['upload-1'] },
    shows: /succeeded with other figures/,
  },
  {
    guards: 'UpdateStatusToProcessing leaves a completed upload',
    without: [
      unconditional(
        'orchestrator',
        'UpdateStatusToProcessing',
        'attribute_not_exists(completedAt)',
        always('completedAt'),
      ),
    ],
    focus: { ...one, actions: ['upload', 'fault'], ids: ['upload-1'], states: ['StartChildStepFunction'] },
    shows: /its status is not/,
  },
  {
    guards: 'UpdateStatusToFailed leaves a completed upload',
    without: [
      unconditional(
        'orchestrator',
        'UpdateStatusToFailed',
        'attribute_not_exists(completedAt)',
        always('completedAt'),
      ),
    ],
    focus: { customers: ['cus_Anna'], bytes: [100, 250], actions: ['upload'], ids: ['upload-1'] },
    shows: /its status is not/,
  },
  {
    guards: 'CopyMeterEventSent leaves a deleted row deleted',
    without: [unconditional('orchestrator', 'CopyMeterEventSent', 'attribute_exists(#key)', always('#key'))],
    focus: {
      ...one,
      ids: ['upload-1'],
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
      unconditional(
        'orchestrator',
        'LogStripeMeterError',
        'attribute_exists(completedAt) AND attribute_not_exists(stripeMeterSentAt)',
        'attribute_not_exists(stripeMeterSentAt)',
      ),
    ],
    focus: {
      ...one,
      ids: ['upload-1'],
      beginning: [failing('LogStripeMeterError', 'kill-before'), ...uploadFailing('upload-1', 'refuse')],
      actions: ['row', 'redrive'],
      rows: ['delete'],
      delays: [0, 20 * minute],
    },
    shows: /a part of it is back/,
  },
  {
    guards: 'LogStripeMeterError writes no error of an event that is sent',
    without: [
      unconditional(
        'orchestrator',
        'LogStripeMeterError',
        'attribute_exists(completedAt) AND attribute_not_exists(stripeMeterSentAt)',
        'attribute_exists(completedAt)',
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'redrive'],
      states: ['LogStripeMeterError', 'SendStripeMeterEvent'],
      kinds: ['refuse', 'kill-before'],
    },
    shows: /keeps its stripeMeterError/,
  },
  {
    guards: 'the execution sends for 14 minutes alone',
    without: [unconditional('orchestrator', 'SendStripeMeterEvent', '14 * 60', '14 * 86400')],
    focus: {
      ...one,
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
      unconditional(
        'orchestrator',
        'SendStripeMeterEvent',
        '$states.result.ResponseBody.livemode = false ?',
        'true ?',
      ),
    ],
    focus: { ...one, actions: ['upload', 'key'], keys: ['deploy wrong mode'] },
    shows: /Stripe never took it/,
  },
  {
    guards: 'certainly not taken only if it was the only attempt',
    without: [
      unconditional(
        'orchestrator',
        'SendStripeMeterEvent',
        '$states.context.Execution.RedriveCount + $states.context.State.RetryCount = 0',
        '$states.context.Execution.RedriveCount = 0',
      ),
    ],
    focus: {
      ...one,
      ids: ['upload-1'],
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
      unconditional(
        'orchestrator',
        'SendStripeMeterEvent',
        '$states.context.Execution.RedriveCount + $states.context.State.RetryCount = 0',
        '$states.context.State.RetryCount = 0',
      ),
    ],
    focus: {
      ...one,
      scheduled: false,
      beginning: taken,
      actions: ['key', 'redrive'],
      keys: ['revoke'],
      delays: [0, minute, 25 * hour],
    },
    shows: /twice|without asking/,
  },
  {
    guards: 'certainly not taken before the first attempt only if the execution was not redriven',
    without: [
      unconditional(
        'orchestrator',
        'GetStripeAPIKey',
        '$states.context.Execution.RedriveCount = 0 ? 1 : 0',
        '1',
      ),
      unconditional(
        'orchestrator',
        'ScheduleUsageCheck',
        '$states.context.Execution.RedriveCount = 0 ? 1 : 0',
        '1',
      ),
    ],
    focus: {
      ...one,
      ids: ['upload-1'],
      scheduled: false,
      actions: ['upload', 'fault', 'fault', 'redrive', 'redrive'],
      states: ['GetStripeAPIKey', 'ScheduleUsageCheck', 'SendStripeMeterEvent'],
      kinds: ['kill-after', 'kill-before', 'refuse', 'lose'],
      details: [0],
      times: [1, 6],
      delays: [0, minute, 25 * hour],
    },
    shows: /twice|without asking/,
  },
  {
    guards: 'one recovery run sends at a time',
    without: [
      unconditional(
        'recovery',
        'TakeLease',
        'attribute_not_exists(leaseUntil) OR leaseUntil < :now OR holder = :me',
        'attribute_not_exists(leaseUntil) OR leaseUntil < :now OR holder = :me OR leaseUntil > :now',
      ),
    ],
    focus: {
      ...one,
      scheduled: false,
      beginning: refused,
      actions: ['recover', 'fault'],
      delays: [0, 1, 2, 50 * minute],
      states: ['SendMeterEvent', 'FindMeter', 'ClaimItem'],
      kinds: ['slow'],
    },
    shows: /send at once/,
  },
  {
    guards: 'a run without the meter sends nothing',
    without: [unconditional('recovery', 'CheckMeter', "$meterId != ''", 'true')],
    focus: { ...one, actions: ['upload', 'key'], keys: ['deploy wrong mode'], delays: [0, 5 * hour] },
    shows: /Stripe would take it/,
  },
  {
    guards: 'the meter is one of the right mode',
    without: [unconditional('recovery', 'FindMeter', ' and livemode = false', '')],
    focus: {
      ...one,
      actions: ['upload', 'key'],
      keys: ['deploy', 'deploy wrong mode'],
      delays: [minute, 5 * hour],
    },
    shows: /different, but/,
  },
  {
    guards: 'recovery notices a key of the wrong mode',
    without: [
      unconditional('recovery', 'FindMeter', ' and livemode = false', ''),
      unconditional('recovery', 'SendMeterEvent', '$states.result.ResponseBody.livemode = false ?', 'true ?'),
    ],
    focus: {
      ...one,
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
      unconditional(
        'recovery',
        'ClaimItem',
        'openState = :pending AND dueAt = :seen',
        'openState = :pending AND dueAt > :zero AND :seen > :zero',
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'recover', 'lag'],
      states: ['SendStripeMeterEvent'],
      kinds: ['refuse'],
      delays: [0, 1, 16 * minute],
    },
    steps: 10,
    shows: /within 30 minutes/,
  },
  {
    guards: 'ClaimItem claims what is open',
    without: [
      unconditional(
        'recovery',
        'ClaimItem',
        'openState = :pending AND dueAt = :seen',
        'dueAt = :seen AND :pending <> :seen',
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'upload', 'fault', 'recover', 'lag', 'redrive', 'schedule'],
      states: ['SendMeterEvent', 'SendStripeMeterEvent', 'ClaimItem', 'RecordOutcome'],
      delays: [0, 1, 25 * hour, 31 * minute],
    },
    shows: /./,
  },
  {
    guards: 'each claim counts as an attempt',
    without: [
      unconditional(
        'recovery',
        'ClaimItem',
        'attempts = if_not_exists(attempts, :zero) + :one',
        'attempts = if_not_exists(attempts, :one) + :zero',
      ),
    ],
    focus: {
      ...one,
      ids: ['upload-1'],
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
      unconditional('recovery', 'ClaimItem', '($states.input.item.attempts < 2 ? 30 : 60) * 60', '60'),
      unaggregated,
    ],
    focus: {
      ...one,
      scheduled: false,
      beginning: refused,
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
  {
    guards: 'earlier attempts are aggregated',
    without: [unaggregated],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'recover', 'schedule'],
      states: ['SendStripeMeterEvent', 'SendMeterEvent'],
      kinds: ['kill-after', 'late', 'lose', 'store'],
      delays: [0, 16 * minute, 31 * minute, 25 * hour],
      summaryDelaySeconds: 14 * minute,
    },
    shows: /./,
  },
  {
    guards: 'no sending without asking after 23 hours',
    without: [
      unconditional('recovery', 'ChooseWork', '$timestamp + 23 * 3600', '$timestamp + 72 * 3600'),
      unconditional('recovery', 'SendMeterEvent', '$timestamp + 23 * 3600', '$timestamp + 72 * 3600'),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'schedule'],
      states: ['SendStripeMeterEvent'],
      kinds: ['kill-after', 'lose'],
      delays: [0, 25 * hour],
    },
    shows: /twice/,
  },
  {
    guards: 'the POST itself checks the 23 hours',
    without: [
      unconditional(
        'recovery',
        'SendMeterEvent',
        'and ($certainlyNotTaken or $provenNotCounted or $floor($millis() / 1000) < $timestamp + 23 * 3600)',
        '',
      ),
    ],
    focus: {
      ...one,
      scheduled: false,
      beginning: refused,
      actions: ['fault', 'fault', 'redrive', 'recover', 'recover'],
      states: ['SendMeterEvent', 'ClaimItem', 'RecordOutcome'],
      kinds: ['kill-after', 'kill-before', 'lose', 'slow'],
      times: [1],
      delays: [0, 1, 22 * hour + 43 * minute, 25 * hour],
    },
    shows: /./,
  },
  {
    guards: 'a claim sends for 4 minutes',
    without: [
      unconditional('recovery', 'SendMeterEvent', '$floor($millis() / 1000) < $claimedAt + 4 * 60', 'true'),
    ],
    focus: {
      ...one,
      beginning: refused,
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
      unconditional(
        'recovery',
        'ChooseWork',
        '$certainlyNotTaken or ($refusals = 0 and $floor',
        '$certainlyNotTaken or ($floor',
      ),
    ],
    focus: { ...one, actions: ['upload', 'fault'], states: ['SendStripeMeterEvent'], kinds: ['kill-after'] },
    shows: /./,
  },
  {
    guards: 'a new Idempotency-Key for each claim',
    without: [
      unconditional(
        'recovery',
        'SendMeterEvent',
        "$encodeUrlComponent($identifier) & '/' & $string($claimedAt)",
        '$encodeUrlComponent($identifier)',
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault'],
      states: ['SendStripeMeterEvent'],
      kinds: ['store'],
      delays: [0, minute],
    },
    shows: /never ends/,
  },
  {
    guards: 'recovery calls an attempt not taken only if its child was not redriven',
    without: [
      unconditional('recovery', 'SendMeterEvent', '$states.context.Execution.RedriveCount = 0 ? 1 : 0', '1'),
    ],
    focus: {
      ...one,
      scheduled: false,
      beginning: [failing('SendMeterEvent', 'kill-after'), ...refused],
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
      unconditional(
        'recovery',
        'RecordOutcome',
        'notTaken = :notTaken',
        'notTaken = if_not_exists(notTaken, :zero) + :notTaken',
      ),
      unconditional(
        'recovery',
        'RecordOutcome',
        '"ExpressionAttributeValues":{',
        '"ExpressionAttributeValues":{":zero":{"N":"0"},',
      ),
      unconditional(
        'recovery',
        'ClaimItem',
        '"notTaken":"{% $number([$states.result.Attributes.notTaken.N, 0][0]) %}"',
        '"notTaken":0',
      ),
    ],
    focus: {
      ...one,
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
      unconditional(
        'recovery',
        'CheckWholeLedgerRead',
        '$newestSentAt > $floor($millis() / 1000) - 20 * 60 or',
        'false or',
      ),
    ],
    focus: {
      ...one,
      scheduled: false,
      beginning: [...taken, ...refusedOf('upload-2')],
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
      unconditional(
        'recovery',
        'DecideByStripe',
        '$counted - $ledgerSent in $possibleSums and $not($counted - $ledgerSent - $value in $possibleSums)',
        '$counted - $ledgerSent in $possibleSums',
      ),
    ],
    focus: {
      ...one,
      ids: ['upload-1', 'upload-2'],
      scheduled: false,
      actions: ['upload', 'upload', 'fault'],
      states: ['SendStripeMeterEvent'],
      kinds: ['kill-after', 'kill-before'],
      times: [1],
      delays: [0, 25 * hour],
    },
    shows: /twice/,
  },
  {
    guards: 'not decidable sums count for nothing',
    without: [
      unconditional(
        'recovery',
        'DecideByStripe',
        '$counted - $ledgerSent - $value in $possibleSums and $not($counted - $ledgerSent in $possibleSums)',
        '$counted - $ledgerSent - $value in $possibleSums',
      ),
    ],
    focus: {
      ...one,
      ids: ['upload-1', 'upload-2'],
      scheduled: false,
      actions: ['upload', 'upload', 'fault'],
      states: ['SendStripeMeterEvent'],
      kinds: ['kill-after', 'kill-before'],
      times: [1],
      delays: [0, 25 * hour],
    },
    shows: /never took it/,
  },
  {
    guards: 'an event of 0 bytes is not asked for',
    without: [unconditional('recovery', 'ChooseWork', '$value = 0', '$value < 0')],
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
  {
    guards: 'UpdateProcessingHistory leaves a deleted row deleted',
    without: [unconditional('recovery', 'UpdateProcessingHistory', 'attribute_exists(#key)', always('#key'))],
    focus: {
      ...one,
      ids: ['upload-1'],
      actions: ['upload', 'row', 'fault'],
      rows: ['delete'],
      states: ['SendStripeMeterEvent'],
      kinds: ['refuse'],
      delays: [0, minute],
    },
    shows: /a part of it is back/,
  },
  {
    guards: 'RecordSent closes the claim that it holds',
    without: [
      unconditional(
        'recovery',
        'RecordSent',
        'dueAt = :claimDue',
        '(attribute_not_exists(dueAt) OR dueAt = :claimDue OR dueAt <> :claimDue)',
      ),
    ],
    focus: {
      ...one,
      scheduled: false,
      beginning: [failing('RecordSent', 'kill-before'), ...refused],
      actions: ['redrive', 'recover', 'fault'],
      states: ['SendMeterEvent', 'UpdateProcessingHistory'],
      kinds: ['refuse'],
      delays: [0, 31 * minute],
    },
    shows: /./,
  },
  {
    guards: 'RecordOutcome opens nothing that has been closed since',
    without: [
      unconditional(
        'recovery',
        'RecordOutcome',
        'dueAt = :claimDue',
        '(attribute_not_exists(dueAt) OR dueAt = :claimDue OR dueAt <> :claimDue)',
      ),
    ],
    focus: {
      ...one,
      scheduled: false,
      beginning: [failing('SendMeterEvent', 'refuse'), failing('RecordOutcome', 'kill-before'), ...refused],
      actions: ['redrive', 'recover'],
      delays: [0, 31 * minute],
    },
    shows: /pending/,
  },
  {
    guards: 'CloseUsageCheck closes what nobody has claimed or changed since',
    without: [
      unconditional(
        'recovery',
        'CloseUsageCheck',
        'dueAt = :claimDue AND revision = :revision',
        '(dueAt = :claimDue OR dueAt <> :claimDue) AND (revision = :revision OR revision <> :revision)',
      ),
    ],
    focus: {
      ...one,
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
    guards: 'CloseUsageCheck: revision',
    without: [
      unconditional(
        'recovery',
        'CloseUsageCheck',
        'dueAt = :claimDue AND revision = :revision',
        'dueAt = :claimDue AND (revision = :revision OR revision <> :revision)',
      ),
    ],
    focus: {
      ...one,
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
    guards: 'CloseUsageCheck: dueAt',
    without: [
      unconditional(
        'recovery',
        'CloseUsageCheck',
        'dueAt = :claimDue AND revision = :revision',
        '(dueAt = :claimDue OR dueAt <> :claimDue) AND revision = :revision',
      ),
    ],
    focus: {
      ...one,
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
      unconditional('recovery', 'CheckWholeLedgerRead', '($isUsageCheck and $ledgerPending > 0)', 'false'),
    ],
    focus: {
      ...one,
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
      unconditional('recovery', 'UpdateProcessingHistory', '"historyOwed":true', '"historyOwed":false'),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault'],
      states: ['SendStripeMeterEvent', 'UpdateProcessingHistory'],
      kinds: ['refuse'],
    },
    shows: /keeps its stripeMeterError/,
  },
  {
    guards: 'each event of an hour makes its check due again',
    without: [
      unconditional(
        'recovery',
        'UpdateProcessingHistory',
        '"Next":"ScheduleUsageCheck"',
        '"Next":"RecordSent"',
      ),
    ],
    focus: {
      ...one,
      actions: ['upload', 'fault', 'schedule'],
      states: ['SendStripeMeterEvent', 'UpdateStatusToCompleted'],
      kinds: ['refuse', 'kill-before'],
      delays: [0, 3 * day],
    },
    shows: /there is no/,
  },
];
