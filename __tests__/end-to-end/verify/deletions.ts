import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBackupCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteConnectionCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteScheduleCommand } from '@aws-sdk/client-scheduler';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteStateMachineCommand } from '@aws-sdk/client-sfn';
import { DeleteTopicCommand } from '@aws-sdk/client-sns';
import type { Names } from '../../../settings/names';
import { policyNames, type Role } from './role-changes';
import { deleteConnectionStack, deploy, deploySecret, type Breakage } from './breakage';

/** Something that was deleted by hand. It is all repaired in the last round, in this order. */
export type Deletion = Omit<Breakage, 'make' | 'repair'> & {
  readonly make: (...args: Parameters<Breakage['make']>) => Promise<unknown>;
};

type Table = 'processingHistoryTable' | 'policyMappingTable' | 'meterEventsTable';

const table = (line: string, name: Table, remedy = deploy): Deletion => ({
  line,
  wrong: 'it was deleted',
  make: ({ services: { clients }, environment }) =>
    clients.dynamodb.send(new DeleteTableCommand({ TableName: environment.names[name] })),
  seen: /^does not exist/,
  remedy,
});

const alarm = (line: string, name: 'alarm' | 'overdueAlarm' | 'recoverySilentAlarm'): Deletion => ({
  line,
  wrong: 'it was deleted',
  make: ({ services: { clients }, environment }) =>
    clients.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [environment.names[name]] })),
  seen: /^does not exist$/,
  remedy: deploy,
});

const logGroup = (line: string, name: keyof Names & `${string}ogGroup`): Deletion => ({
  line,
  wrong: 'it was deleted',
  make: ({ services: { clients }, environment }) =>
    clients.logs.send(new DeleteLogGroupCommand({ logGroupName: environment.names[name] })),
  seen: /^does not exist$/,
  remedy: deploy,
});

const machine = (line: string, name: 'stateMachine' | 'recoveryStateMachine'): Deletion => ({
  line,
  wrong: 'it was deleted',
  make: ({ services: { clients } }, { arns }) =>
    clients.states.send(new DeleteStateMachineCommand({ stateMachineArn: arns[name] })),
  seen: /^does not exist$/,
  remedy: deploy,
});

const policy = (line: string, role: Role): Deletion => ({
  line,
  wrong: 'its policy was deleted',
  make: ({ services: { clients }, environment }) =>
    clients.iam.send(
      new DeleteRolePolicyCommand({ RoleName: environment.names[role], PolicyName: policyNames[role] }),
    ),
  seen: new RegExp(`^its policy ${policyNames[role]} is missing, with the statements `),
  remedy: deploy,
});

export const deletions: readonly Deletion[] = [
  policy('role-permissions', 'executionRole'),
  policy('recovery-role-permissions', 'recoveryRole'),
  policy('scheduler-role-permissions', 'schedulerRole'),
  ...(['executionRole', 'recoveryRole', 'schedulerRole'] as const).map((role): Deletion => ({
    line: {
      executionRole: 'role-trust',
      recoveryRole: 'recovery-role-trust',
      schedulerRole: 'scheduler-role-trust',
    }[role],
    wrong: 'it was deleted',
    make: ({ services: { clients }, environment }) =>
      clients.iam.send(new DeleteRoleCommand({ RoleName: environment.names[role] })),
    seen: /^does not exist$/,
    remedy: deploy,
  })),
  machine('state-machine', 'stateMachine'),
  machine('recovery-state-machine', 'recoveryStateMachine'),
  {
    line: 'schedule',
    wrong: 'it was deleted',
    make: ({ services: { clients }, environment }) =>
      clients.scheduler.send(
        new DeleteScheduleCommand({ Name: environment.names.recoverySchedule, GroupName: 'default' }),
      ),
    seen: /^does not exist: nothing that is open is sent$/,
    remedy: deploy,
  },
  table('processing-history-table', 'processingHistoryTable'),
  table('policy-mapping-table', 'policyMappingTable'),
  {
    ...table('ledger-table', 'meterEventsTable', /^If it was deleted: restore it from its backup/),
    async make({ services: { clients }, environment }) {
      const TableName = environment.names.meterEventsTable;
      // As DynamoDB does itself for a table with point-in-time recovery.
      await clients.dynamodb.send(new CreateBackupCommand({ TableName, BackupName: 'BeforeDeletion' }));
      await clients.dynamodb.send(new DeleteTableCommand({ TableName }));
    },
  },
  alarm('alarm', 'alarm'),
  alarm('overdue-alarm', 'overdueAlarm'),
  alarm('recovery-silent-alarm', 'recoverySilentAlarm'),
  {
    line: 'alarm-topic',
    wrong: 'it was deleted',
    make: ({ services: { clients } }, { arns }) =>
      clients.sns.send(new DeleteTopicCommand({ TopicArn: arns.alarmTopic })),
    seen: /^does not exist$/,
    remedy: deploy,
  },
  logGroup('log-group', 'logGroup'),
  logGroup('recovery-log-group', 'recoveryLogGroup'),
  {
    line: 'connection',
    wrong: 'it was deleted, and its CloudFormation stack is still there',
    make: ({ services: { clients }, environment }) =>
      clients.events.send(new DeleteConnectionCommand({ Name: environment.names.connection })),
    seen: /^does not exist$/,
    remedy: deleteConnectionStack,
  },
  {
    line: 'connection',
    wrong: 'it was deleted with its CloudFormation stack',
    // As what is printed for the one before leaves it.
    make: async () => {},
    seen: /^does not exist$/,
    remedy: /^npm run deploy:test -- stripe-connection$/,
  },
  {
    line: 'secret',
    wrong: 'it was deleted at once',
    make: ({ services: { clients }, environment }) =>
      clients.secrets.send(
        new DeleteSecretCommand({ SecretId: environment.names.secret, ForceDeleteWithoutRecovery: true }),
      ),
    seen: /^does not exist$/,
    remedy: deploySecret,
  },
];
