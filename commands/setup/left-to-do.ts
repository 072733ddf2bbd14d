import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { importsOf } from '../../settings/imports';
import { stackNames } from '../../settings/stacks';
import { projectDirectory } from '../../clients/terraform/synth';

/** Top-level and second-level domains that no mail reaches (RFC 2606). */
const exampleAddress = /(\.|@)(example|invalid|test|localhost)$|@example\.(com|net|org)$/;

/** What nobody but a person can do, in sentences. */
export function leftToDo(environment: Environment): string[] {
  const { name, names, alarmEmailAddresses, githubRepository } = environment;
  const again = `npm run setup -- --workspace ${name}`;
  const examples = alarmEmailAddresses.filter((address) => exampleAddress.test(address));
  const hasImports = stackNames.some(
    (stack) => Object.keys(importsOf(name, stack, projectDirectory)).length > 0,
  );
  return [
    ...(examples.length > 0
      ? [
          `Alarms: nobody receives mail at ${examples.join(', ')}. Write your addresses as alarmEmailAddresses of ` +
            `${name} in settings/environments.ts, and run "${again}" again.`,
        ]
      : alarmEmailAddresses.length > 0
        ? [
            `Alarms: AWS has sent a mail "Subscription Confirmation" to ${alarmEmailAddresses.join(', ')}. Confirm it, ` +
              'or no alarm e-mail arrives.',
          ]
        : []),
    `Alarms: ${names.recoverySilentAlarm} fires once, until the first run of recovery has succeeded.`,
    `The application: have its trigger start ${arnsOf(environment).stateMachine} after an upload, and map its ` +
      `policies to child state machines in ${names.policyMappingTable}.`,
    ...(hasImports
      ? [
          `Imports: run "npm run adopt -- --workspace ${name}", which deletes the import files that were deployed.`,
        ]
      : []),
    githubRepository
      ? `GitHub: create the environments and the ruleset of ${githubRepository} as docs/team-workflow.md says.`
      : 'GitHub: if pull requests are to plan and deploy, docs/team-workflow.md says how to set a repository.',
    ...(name === 'test' ? ['Live: run "npm run setup -- --workspace live" next.'] : []),
  ];
}
