import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  readonly topicName: string;
  readonly accountId: string;
  /** The alarms' ARNs by text: the topic admits these alone, and exists before them. */
  readonly alarmArns: readonly string[];
  readonly emailAddresses: readonly string[];
}

/** The topic to which every alarm publishes, and who is notified. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    // Not encrypted: an alarm cannot publish to a topic under the default key `aws/sns`, and names no customer.
    const topic = new SnsTopic(this, 'topic', { name: props.topicName });
    new SnsTopicPolicy(this, 'policy', { arn: topic.arn, policy: topicPolicy(topic.arn, props) });
    for (const address of props.emailAddresses) {
      new SnsTopicSubscription(this, subscriptionId(address), {
        topicArn: topic.arn,
        protocol: 'email',
        endpoint: address,
      });
    }
    this.arn = topic.arn;
  }
}

/** The end of the Terraform address of a subscription. */
export const subscriptionId = (emailAddress: string) =>
  `email-${emailAddress.replace(/[^A-Za-z0-9]+/g, '-')}`;

const topicPolicy = (topicArn: string, { accountId, alarmArns }: AlarmTopicProps) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PublishFromTheseAlarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnEquals: { 'aws:SourceArn': alarmArns },
        },
      },
    ],
  });
