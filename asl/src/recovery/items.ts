import { claimSeconds } from '../../../ledger/times';
import { flow } from '../language/flow';
import { jsonata } from '../language/jsonata';
import { checkDeadline, type Deadline } from '../language/retries';
import { distributedMap } from '../language/states';
import { askStripeForUsage, checkUsageUnknown } from './ask-stripe';
import { chooseWork } from './choose-work';
import { claimItem } from './claim';
import { closeUsageCheck, recordSent, scheduleUsageCheck, updateProcessingHistory } from './close';
import { completeRecord } from './complete';
import { compareWithStripe, decideByStripe } from './compare';
import { endSending } from './meter';
import { checkEndsRun, endRun, keepPace, leaveItem, recordOutcome, skipItem } from './outcome';
import { need } from './permissions';
import { checkWholeLedgerRead, readLedger } from './read-ledger';
import { sendMeterEventOfItem } from './send';

export type RecoveryItemState = keyof typeof item.States;

const item = flow({
  StartAt: 'ClaimItem',
  States: {
    ClaimItem: claimItem,
    ChooseWork: chooseWork,
    CompleteRecord: completeRecord,
    ReadLedger: readLedger,
    CheckWholeLedgerRead: checkWholeLedgerRead,
    AskStripe: askStripeForUsage,
    CheckUsageUnknown: checkUsageUnknown,
    CompareWithStripe: compareWithStripe,
    DecideByStripe: decideByStripe,
    SendMeterEvent: sendMeterEventOfItem,
    UpdateProcessingHistory: updateProcessingHistory,
    ScheduleUsageCheck: scheduleUsageCheck,
    RecordSent: recordSent,
    CloseUsageCheck: closeUsageCheck,
    RecordOutcome: recordOutcome,
    CheckEndsRun: checkEndsRun,
    EndRun: endRun,
    KeepPace: keepPace,
    LeaveItem: leaveItem,
    SkipItem: skipItem,
  },
});

/** After that another run may claim the item. */
export const claimDeadline: Deadline = { from: 'ClaimItem', seconds: claimSeconds, name: 'a claim' };
checkDeadline(item, claimDeadline);

/** What Step Functions has in the ARN of a child execution: `execution:<machine>/<label>:<name>`. */
export const itemsLabel = 'Items';

export const workOnItems = distributedMap({
  Comment: 'A child execution for each item.',
  Label: itemsLabel,
  Items: jsonata`$dueItems`,
  ItemSelector: {
    item: jsonata`$states.context.Map.Item.Value`,
    meterId: jsonata`$activeMeterId`,
  },
  MaxConcurrency: jsonata`\${recoveryConcurrency}`,
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...item },
  Output: { leaseHeld: true, madeProgress: jsonata`true in $states.result.claimed` },
  Catch: [endSending],
  Next: 'QueryDueItems',
  needs: [
    need('StartMapRun', 'states:StartExecution'),
    need('FollowMapRun', 'states:DescribeExecution', 'states:StopExecution'),
    need('RedriveMapRun', 'states:RedriveExecution'),
  ],
});
