import { hour, minute } from '../history/durations';
import { alike } from './beginnings';
import { always, type Guard } from './guard';

/** What the orchestrator records, and for whom. */
export const recordingGuards: readonly Guard[] = [
  {
    guards: 'RecordMeterEvent records an upload once',
    without: [
      {
        machine: 'orchestrator',
        state: 'RecordMeterEvent',
        from: 'attribute_not_exists(identifier)',
        to: always('identifier'),
      },
    ],
    focus: {
      ...alike,
      actions: ['upload', 'upload', 'row', 'fault', 'schedule'],
      ids: ['upload-1'],
      states: ['UpdateStatusToCompleted'],
      kinds: ['kill-before'],
      delays: [0, minute, 25 * hour],
    },
    shows: /twice|another event/,
  },
  {
    guards: 'a second execution does not take the event for its own',
    without: [
      {
        machine: 'orchestrator',
        state: 'CheckRecordedMeterEvent',
        from: '$recorded.by = $states.context.Execution.Id and',
        to: `$recorded.by != '' and`,
      },
    ],
    focus: {
      ...alike,
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
      {
        machine: 'orchestrator',
        state: 'CheckRecordedMeterEvent',
        from: '$number($recorded.value) = $number($usageAmountBytes)',
        to: `$number($recorded.value) >= 0`,
      },
    ],
    focus: { customers: ['cus_Anna'], bytes: [100, 250], actions: ['upload'], ids: ['upload-1'] },
    shows: /succeeded with other figures/,
  },
  {
    guards: 'an upload with another customer is refused',
    without: [
      {
        machine: 'orchestrator',
        state: 'CheckRecordedMeterEvent',
        from: '$recorded.customerId = $customerId',
        to: `$recorded.customerId != ''`,
      },
    ],
    focus: { customers: ['cus_Anna', 'cus_Ben'], bytes: [100], actions: ['upload'], ids: ['upload-1'] },
    shows: /succeeded with other figures/,
  },
  {
    guards: 'UpdateStatusToProcessing leaves a completed upload',
    without: [
      {
        machine: 'orchestrator',
        state: 'UpdateStatusToProcessing',
        from: 'attribute_not_exists(completedAt)',
        to: always('completedAt'),
      },
    ],
    focus: { ...alike, actions: ['upload', 'fault'], ids: ['upload-1'], states: ['StartChildStepFunction'] },
    shows: /its status is not/,
  },
  {
    guards: 'UpdateStatusToFailed leaves a completed upload',
    without: [
      {
        machine: 'orchestrator',
        state: 'UpdateStatusToFailed',
        from: 'attribute_not_exists(completedAt)',
        to: always('completedAt'),
      },
    ],
    focus: { customers: ['cus_Anna'], bytes: [100, 250], actions: ['upload'], ids: ['upload-1'] },
    shows: /its status is not/,
  },
];
