import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { guardedEnvironmentName } from '../modules/workspace-guard';
import type { Environment } from '../settings/environments';
import { importsOf, type Imports } from '../settings/imports';
import type { StackName } from '../settings/stacks';
import { application } from '../settings/names';

/**
 * What every stack of an environment has: the workspace guard, a provider held to its account and tags, and the
 * imports of what is adopted.
 */
export abstract class EnvironmentStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: StackName,
    protected readonly environment: Environment,
  ) {
    super(scope, id);
    new AwsProvider(this, 'aws', {
      region: environment.region,
      allowedAccountIds: [environment.accountId],
      defaultTags: [
        {
          tags: {
            Application: application,
            Environment: guardedEnvironmentName(this, environment.name),
            ManagedBy: 'terraform',
          },
        },
      ],
    });
    this.importAdopted(importsOf(environment.name, id));
  }

  /** Adds Terraform's `import` blocks. One whose resource the state holds already does nothing. */
  private importAdopted(imports: Imports): void {
    const blocks = Object.entries(imports).map(([to, id]) => ({ to, id }));
    if (blocks.length > 0) {
      this.addOverride('import', blocks);
    }
  }

  /** Addresses without a hash, so that a plan can be read: `aws_iam_role.execution-role_role`. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = element instanceof TerraformElement ? element.node : element;
    return node.path.split('/').slice(1).join('_');
  }
}
