import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetTopicAttributesCommand, paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import type { Subscription } from '@aws-sdk/client-sns';
import { arnsOf } from '../../settings/arns';
import { ask } from './ask';
import { awsClient } from '../../clients/aws/client';
import { absent, type Finder } from './finder';

export const logGroup: Finder = async ({ attributes }, { environment }) => {
  const name = String(attributes.name);
  const response = await ask(
    'logs:DescribeLogGroups',
    awsClient(CloudWatchLogsClient, environment).send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
    ),
  );
  // A group of exactly this name comes first: the response is sorted.
  return response?.logGroups?.some(({ logGroupName }) => logGroupName === name) ? { id: name } : absent;
};

export const metricFilter: Finder = async ({ attributes }, { environment, configuration }) => {
  const filterName = String(attributes.name);
  const logGroupName = configuration.nameIn(attributes.log_group_name);
  const response = await ask(
    'logs:DescribeMetricFilters',
    awsClient(CloudWatchLogsClient, environment).send(
      new DescribeMetricFiltersCommand({ logGroupName, filterNamePrefix: filterName }),
    ),
  );
  const exists = response?.metricFilters?.some((filter) => filter.filterName === filterName);
  return exists ? { id: `${logGroupName}:${filterName}` } : absent;
};

export const metricAlarm: Finder = async ({ attributes }, { environment }) => {
  const name = String(attributes.alarm_name);
  const response = await ask(
    'cloudwatch:DescribeAlarms',
    awsClient(CloudWatchClient, environment).send(
      new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    ),
  );
  if (response?.CompositeAlarms?.length) {
    return {
      obstacle: `The alarm "${name}" is a composite alarm. Rename it in CloudWatch, or choose another name in settings/names.ts.`,
    };
  }
  return response?.MetricAlarms?.length ? { id: name } : absent;
};

export const dashboard: Finder = async ({ attributes }, { environment }) => {
  const DashboardName = String(attributes.dashboard_name);
  const found = await ask(
    'cloudwatch:GetDashboard',
    awsClient(CloudWatchClient, environment).send(new GetDashboardCommand({ DashboardName })),
  );
  return found ? { id: DashboardName } : absent;
};

/** The topic and its policy, which every topic has, go by the topic's ARN. */
export const topic: Finder = async (_resource, { environment }) => {
  const TopicArn = arnsOf(environment).alarmTopic;
  const found = await ask(
    'sns:GetTopicAttributes',
    awsClient(SNSClient, environment).send(new GetTopicAttributesCommand({ TopicArn })),
  );
  return found ? { id: TopicArn } : absent;
};

export const topicSubscription: Finder = async ({ attributes }, { environment }) => {
  const found = (
    await ask(
      'sns:ListSubscriptionsByTopic',
      subscriptionsOf(awsClient(SNSClient, environment), arnsOf(environment).alarmTopic),
    )
  )?.find(({ Protocol, Endpoint }) => Protocol === attributes.protocol && Endpoint === attributes.endpoint);
  if (!found) {
    return absent;
  }
  if (found.SubscriptionArn?.startsWith('arn:')) {
    return { id: found.SubscriptionArn };
  }
  return {
    notes: [
      `The subscription of ${found.Endpoint} is not confirmed, and such a one cannot be imported. The deployment ` +
        'subscribes the address again, and AWS sends it another mail to confirm.',
    ],
  };
};

async function subscriptionsOf(client: SNSClient, TopicArn: string): Promise<Subscription[]> {
  const subscriptions: Subscription[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
    subscriptions.push(...(page.Subscriptions ?? []));
  }
  return subscriptions;
}
