/** Synthesizes one stack alone, or an app with a single resource to compare with. The benchmark runs it. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { App, TerraformStack } from 'cdktf';
import { environmentOf } from '../../settings/environments';

async function build(app: App, name: string): Promise<void> {
  const environment = environmentOf('test');
  switch (name) {
    case 'state-backend':
      new (await import('../../stacks/state-backend.js')).StateBackendStack(app, environment);
      return;
    case 'stripe-secret':
      new (await import('../../stacks/stripe-secret.js')).StripeSecretStack(app, environment);
      return;
    case 'stripe-connection':
      new (await import('../../stacks/stripe-connection.js')).StripeConnectionStack(app, environment);
      return;
    case 'service-processing':
      new (await import('../../stacks/service-processing.js')).ServiceProcessingStack(app, environment);
      return;
    default: {
      const stack = new TerraformStack(app, 'one-resource');
      new AwsProvider(stack, 'aws', { region: environment.region });
      new SnsTopic(stack, 'topic', { name: 'topic' });
    }
  }
}

const app = new App();
build(app, process.argv[2] ?? '').then(
  () => app.synth(),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
