import { definitionFrom } from '../modules/definition';
import type { Environment } from '../settings/environments';
import {
  definitionFile,
  definitionValuesOf,
  recoveryDefinitionFile,
  recoveryDefinitionValuesOf,
} from '../stacks/deployed-values';

export type Machine = 'orchestrator' | 'recovery';

const deployed = {
  secretArn: 'arn:aws:secretsmanager:ap-northeast-1:002689294103:secret:stripe',
  connectionArn: 'arn:aws:events:ap-northeast-1:002689294103:connection/stripe/1',
};

/** The definitions as they are deployed to an environment, as JSON text. */
export function definitionsOf(environment: Environment): Readonly<Record<Machine, string>> {
  return {
    orchestrator: definitionFrom(definitionFile, definitionValuesOf(environment, deployed)),
    recovery: definitionFrom(recoveryDefinitionFile, recoveryDefinitionValuesOf(environment, deployed)),
  };
}
