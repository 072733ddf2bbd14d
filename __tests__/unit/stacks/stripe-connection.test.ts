import { StripeConnectionStack } from '../../../stacks/stripe-connection';
import { synthesized } from '../../helpers/synthesized';

const live = synthesized(StripeConnectionStack, 'live');

describe('the connection', () => {
  test('is made by CloudFormation from the current version of the secret, so that no state holds the key', () => {
    expect(Object.keys(live.terraform.resource)).toEqual(['aws_cloudformation_stack']);
    const stack = live.resource('aws_cloudformation_stack');
    expect(stack.parameters.StripeSecretVersionId).toContain('AWSCURRENT');
    expect(stack.template_body).toContain('Bearer {{resolve:secretsmanager:');
  });

  test('refuses to be planned before the secret has a value, and says what to run', () => {
    const [precondition] = live.resource('aws_cloudformation_stack').lifecycle.precondition;
    expect(precondition.error_message).toBe(
      'The secret "siftbeam/stripe/api-key" has no value yet. ' +
        'Run "npm run stripe:key -- --workspace live" to put the Stripe key, then plan again.',
    );
  });

  test('has the address that it had in service-processing, so that it is imported as what it is', () => {
    expect(Object.keys(live.terraform.resource.aws_cloudformation_stack)).toEqual(['connection_stack']);
  });
});
