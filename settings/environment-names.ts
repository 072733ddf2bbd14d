/** An environment is a Terraform workspace of the same name. */
export type EnvironmentName = 'test' | 'live';

export const environmentNames: readonly EnvironmentName[] = ['test', 'live'];
