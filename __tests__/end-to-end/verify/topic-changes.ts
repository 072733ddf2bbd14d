import { GetTopicAttributesCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import type { Change } from './breakage';

const deny = (policyText: string) => {
  const { Statement, ...rest } = JSON.parse(policyText) as { Statement: { Resource: string }[] };
  const { Resource } = Statement[0]!;
  const closed = { Sid: 'Closed', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource };
  return JSON.stringify({ ...rest, Statement: [...Statement, closed] });
};

/** Its policy denies everyone to publish. */
export const topicDenying: Change = async ({ services: { clients } }, { arns }) => {
  const TopicArn = arns.alarmTopic;
  const { Attributes } = await clients.sns.send(new GetTopicAttributesCommand({ TopicArn }));
  const AttributeValue = deny(Attributes?.Policy ?? '{}');
  await clients.sns.send(
    new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }),
  );
};

/** With the default key, whose policy lets no alarm publish to the topic. */
export const topicEncrypted: Change = ({ services: { clients } }, { arns }) =>
  clients.sns.send(
    new SetTopicAttributesCommand({
      TopicArn: arns.alarmTopic,
      AttributeName: 'KmsMasterKeyId',
      AttributeValue: 'alias/aws/sns',
    }),
  );
