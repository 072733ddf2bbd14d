/** Synthesizes one stack alone, or an app with a single resource to compare with. The benchmark runs it. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { App, TerraformStack } from 'cdktf';
import { environmentOf, type Environment } from '../../settings/environments';

type StackClass = new (app: App, environment: Environment) => TerraformStack;

function build(app: App, name: string): void {
  const environment = environmentOf('test');
  if (name === 'one-resource') {
    const stack = new TerraformStack(app, name);
    new AwsProvider(stack, 'aws', { region: environment.region });
    new SnsTopic(stack, 'topic', { name: 'topic' });
    return;
  }
  // Loaded here, so that no stack pays for another's modules.
  const { [classOf(name)]: Stack } = module.require(`../../stacks/${name}`) as Record<string, StackClass>;
  new Stack!(app, environment);
}

/** `state-backend` is the class `StateBackendStack`. */
const classOf = (name: string) =>
  `${name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Stack`;

const app = new App();
build(app, process.argv[2] ?? 'one-resource');
app.synth();
