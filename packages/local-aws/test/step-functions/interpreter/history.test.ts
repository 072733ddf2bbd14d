import { run, task } from './helpers';

const resources: [string, string, string][] = [
  ['arn:aws:states:::aws-sdk:secretsmanager:describeSecret', 'aws-sdk:secretsmanager', 'describeSecret'],
  ['arn:aws:states:::http:invoke', 'http', 'invoke'],
  ['arn:aws:states:::dynamodb:updateItem', 'dynamodb', 'updateItem'],
  ['arn:aws:states:::states:startExecution.sync:2', 'states', 'startExecution.sync:2'],
];

test.each(resources)('%s is split as AWS splits it', async (Resource, resourceType, resource) => {
  const { events } = await run({ Call: task({ Resource, Arguments: { a: 1 } }) });
  expect(events[2]?.taskScheduledEventDetails).toEqual({
    resourceType,
    resource,
    region: 'ap-northeast-1',
    parameters: '{"a":1}',
  });
  expect(events[3]?.taskStartedEventDetails).toEqual({ resourceType, resource });
});

test('the events of a whole execution, in order, each pointing at the one before', async () => {
  const { events, types } = await run(
    {
      Prepare: { Type: 'Pass', Assign: { id: '{% $states.input.id %}' }, Output: {}, Next: 'Check' },
      Check: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Rest' }] },
      Rest: { Type: 'Wait', Seconds: 1, Next: 'Start' },
      Start: task({
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Next: 'Each',
        End: undefined,
      }),
      Each: {
        Type: 'Map',
        Items: ['x'],
        ItemProcessor: { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } },
        Next: 'Done',
      },
      Done: { Type: 'Succeed', Output: '{% $id %}' },
    },
    {
      input: { id: '処理-1' },
      runTask: (call) => {
        call.onSubmitted({ ExecutionArn: 'arn:child' });
        return { Output: {} };
      },
    },
  );
  expect(types).toEqual([
    'ExecutionStarted',
    'PassStateEntered',
    'PassStateExited',
    'ChoiceStateEntered',
    'ChoiceStateExited',
    'WaitStateEntered',
    'WaitStateExited',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'MapStateEntered',
    'MapStateStarted',
    'MapIterationStarted',
    'PassStateEntered',
    'PassStateExited',
    'MapIterationSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
  expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
  const previous = events.map((event) => event.previousEventId);
  // As on AWS, the first state follows nothing and a Map's exit follows its last iteration.
  expect(previous).toEqual([
    0, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 19, 21, 22, 23,
  ]);
  expect(events[0]?.executionStartedEventDetails).toMatchObject({ input: '{"id":"処理-1"}' });
  expect(events[2]?.stateExitedEventDetails).toEqual({
    name: 'Prepare',
    output: '{}',
    outputDetails: { truncated: false },
    assignedVariables: { id: '"処理-1"' },
    assignedVariablesDetails: { truncated: false },
  });
  expect(events[10]?.taskSubmittedEventDetails).toMatchObject({ output: '{"ExecutionArn":"arn:child"}' });
  expect(events.at(-1)?.executionSucceededEventDetails?.output).toBe('"処理-1"');
});

test('a Fail state gives its error and cause as they are; its exit is no event', async () => {
  const { result, types } = await run(
    { Refuse: { Type: 'Fail', Error: 'InvalidInput', Cause: '{% "missing: " & $states.input.names %}' } },
    { input: { names: 'customerId' } },
  );
  expect(result).toEqual({ status: 'FAILED', error: 'InvalidInput', cause: 'missing: customerId' });
  expect(types).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
});
