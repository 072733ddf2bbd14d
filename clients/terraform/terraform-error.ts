/** Terraform failed. The message names the stack and holds Terraform's own errors. */
export class TerraformError extends Error {
  constructor(
    readonly subcommand: string,
    stackName: string,
    /** Summary and detail of each error. */
    readonly errors: readonly string[],
    /** Whether it was stopped by the signal: Terraform then released its lock, unless an error says otherwise. */
    readonly wasStopped = false,
  ) {
    super(
      wasStopped
        ? [`terraform ${subcommand} was stopped in ${stackName}.`, ...errors].join(' ')
        : `terraform ${subcommand} failed in ${stackName}: ${errors.join('\n') || 'it gives no reason.'}`,
    );
  }
}
