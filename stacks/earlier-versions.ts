import type { TerraformStack } from 'cdktf';
import { subscriptionId } from '../modules/alarm-topic';

/** What the state of an environment that an earlier version of `service-processing` deployed does with its resources. */
export function takeOverEarlierVersions(stack: TerraformStack, emailAddresses: readonly string[]): void {
  // Before the stack `stripe-connection`, the connection was created here: the state lets go of it.
  const removed = ['aws_cloudformation_stack.connection_stack', 'terraform_data.connection_arn'];
  stack.addOverride(
    'removed',
    removed.map((from) => ({ from, lifecycle: { destroy: false } })),
  );
  // With one alarm, the topic was its own. A topic that is replaced loses every confirmed subscription.
  const moved = [
    ['aws_sns_topic.send-failure_topic', 'aws_sns_topic.alarm-topic_topic'],
    ['aws_sns_topic_policy.send-failure_topic-policy', 'aws_sns_topic_policy.alarm-topic_policy'],
    ...emailAddresses
      .map(subscriptionId)
      .map((id) => [
        `aws_sns_topic_subscription.send-failure_${id}`,
        `aws_sns_topic_subscription.alarm-topic_${id}`,
      ]),
  ];
  stack.addOverride(
    'moved',
    moved.map(([from, to]) => ({ from, to })),
  );
}
