import { mostChildInputBytes } from '../../../ledger/limits';
import { jsonata, quoted, type Jsonata } from '../language/jsonata';
import { longestWaits } from '../language/retries';
import { task, type Catcher, type Retrier } from '../language/states';
import { awsBackoff } from '../steps/aws-retry';
import { error, on, onAnyError } from '../steps/errors';
import { bytesOf } from '../steps/size';
import { hoursInWords, now } from '../steps/time';
import { bytesOfKeys } from './keys';
import { need } from './permissions';

/** Seconds that a child may take. */
export const childSeconds = 60 * 60;

/** Many uploads at once exceed the quota of starts for minutes. */
const retrier: Retrier = {
  ErrorEquals: ['StepFunctions.ThrottlingException', 'StepFunctions.ExecutionLimitExceededException'],
  IntervalSeconds: awsBackoff.IntervalSeconds,
  MaxAttempts: 20,
  BackoffRate: awsBackoff.BackoffRate,
  MaxDelaySeconds: 60,
  JitterStrategy: awsBackoff.JitterStrategy,
};

export const childWaits = longestWaits(retrier);

const input = jsonata`$states.context.Execution.Input`;
const inputOfChild = jsonata`$merge([${input}, {'aiTrainingUsage':
  $boolean(${input}.aiTrainingUsage) ? ${input}.aiTrainingUsage : 'allow'}])`;
const inputBytes = bytesOf(inputOfChild);
const isInputTooLarge = jsonata`${inputBytes} > ${mostChildInputBytes}`;

const keysOfResult = jsonata`(
  $keys := $states.result.Output.downloadS3Keys;
  $type($keys) = 'array' and $count($filter($keys, function($key) { $type($key) != 'string' })) = 0
    ? $keys
    : $error('no list of texts')
)`;

/** The sentence about the child goes into the record. */
const failing = (errorMessage: Jsonata): Pick<Catcher<'UpdateStatusToFailed'>, 'Assign' | 'Next'> => ({
  Assign: { errorMessage },
  Next: 'UpdateStatusToFailed',
});

const tooLong = quoted(` did not end within ${hoursInWords(childSeconds)}.`);
const child = jsonata`'The child state machine ' & $childStateMachineArn`;

const inputTooLarge = jsonata`'The input of this execution has ' & $string(${inputBytes}) & ' bytes as ' & ${child} &
  ' would get it; at most ${mostChildInputBytes} are possible.'`;

/** The result of the call repeats the input. */
const resultTooLarge = jsonata`${inputBytes} > 128 * 1024
  ? 'The input of this execution has ' & $string(${inputBytes}) & ' bytes and leaves too little of 256 KiB for what ' &
    ${child} & ' returns.'
  : ${child} & ' returned more than 256 KiB.'`;

/** What the child says of its failure, in the JSON of the cause; its status, if it says nothing. */
const failureOfChild = jsonata`(
  $cause := $states.errorOutput.Cause & '';
  $child := [$match($cause, /"Error":"([^"]*)/).groups[0], $match($cause, /"Cause":"([^"]*)/).groups[0]];
  $ended := $match($cause, /"Status":"([^"]*)/).groups[0];
  $substring(${child} & ' failed: ' & ${error} & ': ' &
    ($count($child) > 0 ? $join($child, ': ') : $exists($ended) ? $ended : $cause), 0, 1000)
)`;

export const startChildStepFunction = task({
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Arguments: {
    StateMachineArn: jsonata`$childStateMachineArn`,
    Input: jsonata`${isInputTooLarge} ? $error('The input is too large.') : ${inputOfChild}`,
  },
  Assign: {
    downloadS3Keys: keysOfResult,
    keysBytes: bytesOfKeys(jsonata`$states.result.Output.downloadS3Keys`),
    timestamp: now,
  },
  TimeoutSeconds: childSeconds,
  Retry: [retrier],
  Catch: [
    on(
      ['States.QueryEvaluationError'],
      failing(
        jsonata`${isInputTooLarge} ? ${inputTooLarge} : ${child} & ' returned no list downloadS3Keys.'`,
      ),
    ),
    on(['States.Timeout'], failing(jsonata`${child} & ${tooLong}`)),
    on(['States.DataLimitExceeded'], {
      Comment: "By name, since States.ALL does not catch it according to AWS's guide.",
      ...failing(resultTooLarge),
    }),
    onAnyError(failing(failureOfChild)),
  ],
  Next: 'RecordMeterEvent',
  needs: [
    need('StartChild', 'states:StartExecution'),
    need('FollowChild', 'states:DescribeExecution', 'states:StopExecution'),
    need('ChildEventsRule', 'events:PutTargets', 'events:PutRule', 'events:DescribeRule'),
  ],
});
