import { deduplicatedSeconds, firstRejectionSeconds } from '../../../ledger/times';
import { jsonata } from '../language/jsonata';
import { choice } from '../language/states';
import { word } from '../steps/ledger-words';
import { hoursOf, now } from '../steps/time';
import { isDeduplicated, isRefused, isTooOld, rejection, rejectionCause } from './expiry';

const isFirmlyRefused = jsonata`${isRefused} and ${now} >= $timestamp + ${firstRejectionSeconds}`;

export const chooseWork = choice({
  Comment:
    `Within ${hoursOf(deduplicatedSeconds)} hours of its timestamp Stripe deduplicates an identifier, so sending again ` +
    'is safe. After that, or after a refusal that may mean a duplicate, Stripe is asked first what it counted.',
  Choices: [
    { Condition: jsonata`$completesRecord`, Next: 'CompleteRecord' },
    { Condition: jsonata`$isUsageCheck`, Next: 'ReadLedger' },
    { Condition: jsonata`$status = 'sent'`, Next: 'UpdateProcessingHistory' },
    {
      Condition: jsonata`$certainlyNotTaken and (${isTooOld} or (${isFirmlyRefused}))`,
      Assign: {
        ...rejection,
        itemCause: rejectionCause('.'),
      },
      Next: 'RecordOutcome',
    },
    {
      Condition: jsonata`$certainlyNotTaken or ($refusals = 0 and ${isDeduplicated})`,
      Next: 'SendMeterEvent',
    },
    {
      Condition: jsonata`$value = 0`,
      Assign: { evidence: word('zero-bytes'), sentAt: now },
      Next: 'UpdateProcessingHistory',
    },
    { Condition: jsonata`$earlierAttemptsAggregated`, Next: 'ReadLedger' },
  ],
  Default: 'LeaveItem',
});
