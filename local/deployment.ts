import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { secretValueOf } from '../settings/secret-value';
import type { StackName } from '../settings/stacks';
import path from 'node:path';
import type { Environment } from '../settings/environments';
import type { Services } from './services';
import type { Progress } from '../clients/terraform/messages';
import { readStackFolders, synthesize } from '../clients/terraform/synth';
import { Terraform } from '../clients/terraform/terraform';

export interface DeploymentOptions {
  readonly environment: Environment;
  readonly services: Services;
  /** Where synthesized files and the state bucket's own, local state go. */
  readonly folder: string;
  /** @default - progress is not shown */
  readonly onProgress?: (progress: Progress, stack: StackName) => void;
  readonly signal?: AbortSignal;
}

/** The stacks of one environment in the local AWS, deployed by Terraform as they would be to AWS. */
export class Deployment {
  private directories: Record<string, string> = {};

  constructor(private readonly options: DeploymentOptions) {}

  /** Where the synthesized stacks lie. */
  get outdir(): string {
    return path.join(this.options.folder, 'cdktf.out', this.options.environment.name);
  }

  async synthesize(): Promise<void> {
    const { environment, folder } = this.options;
    this.directories = await synthesize({ workspace: environment.name, outdir: this.outdir, cwd: folder });
  }

  /** Takes what lies in the folder already, synthesized by another. */
  async readSynthesized(): Promise<void> {
    this.directories = await readStackFolders(this.outdir);
  }

  /** Terraform in the folder of a synthesized stack. */
  terraform(stack: StackName, changed: { workspace?: string; env?: NodeJS.ProcessEnv } = {}): Terraform {
    const { environment, services, onProgress, signal } = this.options;
    return new Terraform({
      directory: this.directoryOf(stack),
      command: services.tools.terraform,
      workspace: changed.workspace ?? environment.name,
      env: { ...services.tools.terraformEnv, ...services.aws.environment, ...changed.env },
      ...(onProgress && { onProgress: (progress) => onProgress(progress, stack) }),
      ...(signal && { signal }),
    });
  }

  async deploy(stack: StackName): Promise<void> {
    const terraform = this.terraform(stack);
    await terraform.init();
    await terraform.apply();
  }

  /** Puts a key as `npm run stripe:key` does; the next deploy of stripe-connection hands it to the connection. */
  async putKey(value: string): Promise<void> {
    await this.options.services.clients.secrets.send(
      new PutSecretValueCommand({
        SecretId: this.options.environment.names.secret,
        SecretString: secretValueOf(value),
      }),
    );
  }

  /** All of it, for the first time: the stacks in their order, with the key put in between. */
  async deployAll(key: string, onStep: (step: string) => void = () => {}): Promise<void> {
    onStep('Synthesize the stacks');
    await this.synthesize();
    onStep('Deploy state-backend');
    await this.deploy('state-backend');
    onStep('Deploy stripe-secret');
    await this.deploy('stripe-secret');
    onStep('Put the Stripe key');
    await this.putKey(key);
    onStep('Deploy stripe-connection');
    await this.deploy('stripe-connection');
    if (this.directories['deployment-roles']) {
      onStep('Deploy deployment-roles');
      await this.deploy('deployment-roles');
    }
    onStep('Deploy service-processing');
    await this.deploy('service-processing');
  }

  directoryOf(stack: StackName): string {
    const directory = this.directories[stack];
    if (!directory) {
      throw new Error(`The stack ${stack} is not synthesized.`);
    }
    return directory;
  }
}
