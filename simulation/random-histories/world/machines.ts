import { environmentOf } from '../../../settings/environments';
import { definitionFrom } from '../../../modules/definition';
import {
  definitionFile,
  definitionValuesOf,
  recoveryDefinitionFile,
  recoveryDefinitionValuesOf,
} from '../../../stacks/deployed-values';

export const environment = environmentOf('test');

const deployed = {
  secretArn: 'arn:aws:secretsmanager:ap-northeast-1:002689294103:secret:stripe',
  connectionArn: 'arn:aws:events:ap-northeast-1:002689294103:connection/stripe/1',
};

export type Machine = 'orchestrator' | 'recovery';

/** The definitions as they are deployed, as JSON text. */
export type Definitions = Readonly<Record<Machine, string>>;

export function deployedDefinitions(): Definitions {
  return {
    orchestrator: definitionFrom(definitionFile, definitionValuesOf(environment, deployed)),
    recovery: definitionFrom(recoveryDefinitionFile, recoveryDefinitionValuesOf(environment, deployed)),
  };
}
