import { Jsonata, jsonata } from '../language/jsonata';
import { choice, pass } from '../language/states';

/** Stripe's limit for the identifier of a meter event. */
const longestIdentifier = 100;

/** Digits of an amount: Stripe takes no more, and JSONata computes exactly with as many. */
const mostDigits = 15;

/** Stripe's longest ids; with them every key that is made of a customer fits DynamoDB. */
const longestCustomerId = 255;

/** A text of the input, or the empty text. */
const textOf = (field: string): Jsonata => {
  const value = new Jsonata(`$states.input.${field}`);
  return jsonata`$type(${value}) = 'string' ? ${value} : ''`;
};

/** Without leading zeros, which a number of DynamoDB would not keep: the ledger and Stripe get the same text. */
const amount = jsonata`$replace($string($states.input.usageAmountBytes), /^0*([0-9])/, '$1', 1)`;

const hasAmount = jsonata`$type($states.input.usageAmountBytes) in ['number', 'string']`;
const value = jsonata`$lookup($states.input, $field)`;

export const initializeVariables = pass({
  Comment:
    'One variable for each part of the input that later states need, and the names of the fields that are missing. ' +
    'A missing text or amount is the empty text.',
  Assign: {
    processingHistoryId: textOf('processingHistoryId'),
    customerId: textOf('customerId'),
    policyId: textOf('policyId'),
    usageAmountBytes: jsonata`${hasAmount} ? ${amount} : ''`,
    startedAt: jsonata`$now()`,
    stripeMeterEvent: 'recorded',
    missingTexts: jsonata`[$filter(['processingHistoryId', 'customerId', 'policyId'], function($field)
      { $not($type(${value}) = 'string') or ${value} = '' })]`,
    missingAmount: jsonata`${hasAmount} ? [] : ['usageAmountBytes']`,
    alreadyCompleted: false,
    recordedUnread: false,
    errorMessage: '',
  },
  Next: 'CheckInput',
});

const [high, low] = ['\\uD800-\\uDBFF', '\\uDC00-\\uDFFF'];
/** Without lookbehind, and right whether an engine reads UTF-16 or whole characters. */
const unpairedSurrogate = new Jsonata(`/[${high}]([^${low}]|$)|(^|[^${high}])[${low}]/`);
const isIdNotUnicode = jsonata`$contains($processingHistoryId, ${unpairedSurrogate})`;
const isNotUnicode = jsonata`$contains($join([$processingHistoryId, $customerId, $policyId], ' '), ${unpairedSurrogate})`;
const notUnicode =
  'The processingHistoryId, customerId and policyId of the input must be Unicode text without unpaired surrogates.';

const hasId = jsonata`$processingHistoryId != ''`;
const isCustomerTooLong = jsonata`$length($customerId) > ${longestCustomerId}`;
const isTooLong = jsonata`$length($processingHistoryId) > ${longestIdentifier}`;
const beginsAsUsageCheck = jsonata`$contains($processingHistoryId, /^#/)`;
const isAmount = jsonata`$contains($usageAmountBytes, /^[0-9]{1,${mostDigits}}$/)`;
const missing = jsonata`'The input lacks ' & $join($append($missingTexts, $missingAmount), ', ') & '.'`;

/** Without an id there is no record that could say what is wrong. */
export const checkInput = choice({
  Choices: [
    {
      Condition: jsonata`$count($missingTexts) = 0 and $not(${isTooLong} or ${isCustomerTooLong} or ${beginsAsUsageCheck} or ${isNotUnicode})
        and ${isAmount}`,
      Next: 'UpdateStatusToProcessing',
    },
    {
      Condition: isIdNotUnicode,
      Comment: 'Nor with one that DynamoDB would store as another.',
      Assign: { errorMessage: notUnicode },
      Next: 'ProcessingFailed',
    },
    {
      Condition: jsonata`${hasId} and $count($missingTexts) + $count($missingAmount) > 0`,
      Assign: { errorMessage: missing },
      Next: 'UpdateStatusToFailed',
    },
    {
      Condition: jsonata`${isTooLong} or ${beginsAsUsageCheck}`,
      Assign: {
        errorMessage:
          `The processingHistoryId of the input must have at most ${longestIdentifier} characters ` +
          'and must not begin with "#".',
      },
      Next: 'UpdateStatusToFailed',
    },
    {
      Condition: jsonata`${hasId} and ${isNotUnicode}`,
      Assign: { errorMessage: notUnicode },
      Next: 'UpdateStatusToFailed',
    },
    {
      Condition: jsonata`${hasId} and ${isCustomerTooLong}`,
      Assign: {
        errorMessage: `The customerId of the input must have at most ${longestCustomerId} characters.`,
      },
      Next: 'UpdateStatusToFailed',
    },
    {
      Condition: hasId,
      Assign: {
        errorMessage: `The usageAmountBytes of the input must be a whole number of bytes with at most ${mostDigits} digits.`,
      },
      Next: 'UpdateStatusToFailed',
    },
  ],
  Assign: { errorMessage: missing },
  Default: 'ProcessingFailed',
});
