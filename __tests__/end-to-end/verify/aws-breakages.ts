import { DeleteLogStreamCommand, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteStateMachineCommand } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { policyId } from '../../../local/application';
import { runRecovery } from '../../helpers/recovery';
import { ringing } from './alarm-changes';
import { deploy, type Breakage, type Change } from './breakage';
import { ledgerItem, needingPerson, usageCheckItem } from './ledger-changes';
import { addedByHand, anySecret, attached, bounded, noTracing, policy } from './role-changes';
import { expiring } from './table-changes';

const openEvents = /^npm run meter-events -- --workspace test$/;

/** Lets recovery run where it has something to send, and its role may not ask Stripe. */
const failingRun: Change = async (deployed, facts) => {
  await ledgerItem('verify-failure-run', { dueAt: { N: '0' } })(deployed, facts);
  await policy('recoveryRole', (statements) => statements.filter(({ Sid }) => Sid !== 'FindMeter'))(
    deployed,
    facts,
  );
  const { description } = await runRecovery(deployed);
  expect(description.status).toBe('FAILED');
};

const roleBreakages: Breakage[] = [
  ...(['role', 'recovery-role', 'scheduler-role'] as const).map((line): Breakage => ({
    line,
    wrong: 'a policy added by hand lets it read any secret',
    make: addedByHand(
      (
        { role: 'executionRole', 'recovery-role': 'recoveryRole', 'scheduler-role': 'schedulerRole' } as const
      )[line],
    ),
    seen: /^also has the policy ByHand, which the repository does not know$/,
    remedy: /^aws iam delete-role-policy --role-name \S+-test\S*-role --policy-name ByHand/,
  })),
  {
    line: 'role',
    wrong: 'a managed policy lets it read any secret',
    make: attached('Wide', anySecret),
    seen: /^also has the policy arn:aws:iam::002689294103:policy\/Wide,/,
    remedy: /^aws iam detach-role-policy --role-name .* --policy-arn arn:aws:iam::002689294103:policy\/Wide/,
  },
  {
    line: 'role',
    wrong: 'a managed policy denies what its own allows',
    make: attached('Frozen', noTracing),
    seen: /policy\/Frozen, .*; a Deny overrides xray:\w+ on \*, and \d more$/,
    remedy:
      /^aws iam detach-role-policy --role-name .* --policy-arn arn:aws:iam::002689294103:policy\/Frozen/,
  },
];

const tableBreakages: Breakage[] = (
  [
    ['processing-history-table', 'processingHistoryTable'],
    ['policy-mapping-table', 'policyMappingTable'],
    ['ledger-table', 'meterEventsTable'],
  ] as const
).map(([line, table]) => ({
  line,
  wrong: 'DynamoDB deletes items that expire',
  make: expiring(table),
  seen: /^DynamoDB deletes its items after the time in "expiresAt"/,
  remedy:
    /^aws dynamodb update-time-to-live --table-name siftbeam-\S+-test --time-to-live-specification 'Enabled=false,AttributeName=expiresAt'/,
}));

const mappingBreakages: Breakage[] = [
  {
    line: 'policy-mappings',
    wrong: 'no policy is mapped',
    make: ({ services, environment }) =>
      services.clients.dynamodb.send(
        new DeleteItemCommand({
          TableName: environment.names.policyMappingTable,
          Key: { policyId: { S: policyId } },
        }),
      ),
    seen: /^none/,
    remedy: /^Map each policy to its child/,
  },
  {
    line: 'policy-mappings',
    wrong: 'a policy is mapped to a state machine that the role may not start',
    make: ({ application, childArn }) => application.mapPolicy(childArn.replace('CopyFile', 'Another')),
    seen: /policy-copy → arn:.*:Another-test, which the role may not start/,
    remedy:
      /^If the child is the right one, list it as childStateMachineNames in settings\/environments\.ts and run "npm run deploy:test/,
  },
  {
    line: 'policy-mappings',
    wrong: 'the child does not exist',
    make: ({ services: { clients }, childArn: stateMachineArn }) =>
      clients.states.send(new DeleteStateMachineCommand({ stateMachineArn })),
    seen: /(^|; )policy-copy → arn:.*:CopyFile-test, which does not exist/,
    remedy: /^Create the child state machine/,
  },
];

/** What Terraform's plan does not show of AWS, in an order in which none hides another. */
export const awsBreakages: readonly Breakage[] = [
  ...roleBreakages,
  ...tableBreakages,
  ...mappingBreakages,
  {
    line: 'open-events',
    wrong: 'an event is pending for more than an hour',
    make: ledgerItem('upload-1', { timestamp: { N: String(Math.floor(Date.now() / 1000) - 3700) } }),
    seen: /^1 for more than an hour: upload-1$/,
    remedy: openEvents,
  },
  {
    line: 'open-events',
    wrong: 'an event and a usage check need a person',
    async make(deployed, facts) {
      await ledgerItem('upload-2', needingPerson)(deployed, facts);
      await usageCheckItem('cus_1', 1767229200, 'needs-person')(deployed, facts);
    },
    seen: /2 need a person: (upload-2, #usage-check\/cus_1\/1767229200|#usage-check\/cus_1\/1767229200, upload-2)$/,
    remedy: openEvents,
  },
  {
    line: 'alarm-state',
    wrong: 'the alarm is in state ALARM, and not because of this command alone',
    async make(deployed, facts) {
      await deployed.run({});
      const reason = 'Threshold Crossed: 1 datapoint [1.0] was greater than or equal to the threshold (1.0).';
      await ringing('alarm', reason)(deployed, facts);
    },
    seen: /^ALARM: Threshold Crossed/,
    remedy: /^npm run logs -- --workspace test --failures/,
  },
  {
    line: 'overdue-alarm-state',
    wrong: 'an event is overdue',
    make: ringing('overdueAlarm', 'Threshold Crossed: 1 datapoint [2.0].'),
    seen: /^ALARM: Threshold Crossed/,
    remedy: openEvents,
  },
  {
    line: 'alarm-subscriptions',
    wrong: 'nobody is subscribed',
    async make({ services: { clients } }, { arns }) {
      const { Subscriptions = [] } = await clients.sns.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: arns.alarmTopic }),
      );
      for (const { SubscriptionArn } of Subscriptions) {
        await clients.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      }
    },
    seen: /the alarms notify nobody/,
    remedy: deploy,
  },
  {
    line: 'log-events',
    wrong: 'the log has nothing of the latest execution',
    async make({ services: { clients }, environment }) {
      const { logGroup: logGroupName } = environment.names;
      const { logStreams = [] } = await clients.logs.send(new DescribeLogStreamsCommand({ logGroupName }));
      for (const { logStreamName } of logStreams) {
        await clients.logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
      }
    },
    seen: /nothing of the latest execution/,
    remedy: deploy,
  },
  {
    line: 'recovery-runs',
    wrong: 'its role may not ask Stripe',
    make: failingRun,
    seen: /^the last one ended as FAILED .* because its role or the connection does not let it use Stripe's key \(RunEndedEarly: States\.Http\.AccessDenied/,
    remedy: deploy,
  },
  {
    line: 'role',
    wrong: 'somebody set a permissions boundary',
    make: bounded,
    seen: /^its permissions boundary denies \w+:\w+ on \S+, and \d+ more$/,
    remedy: deploy,
  },
];
