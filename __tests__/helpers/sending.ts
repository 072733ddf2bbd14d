import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { ProcessingInput } from '../../settings/application';
import type { StripeFault } from '@usage-billing/local-stripe/faults';
import type { Deployed } from './deployed';
import { until } from './until';

/** A fault of Stripe for the meter event of one upload alone. */
export function faultFor({ services }: Deployed, input: ProcessingInput, fault: StripeFault): () => void {
  return services.stripe.faults.add({
    ...fault,
    when: ({ identifier }) => identifier === input.processingHistoryId,
  });
}

/** An upload whose execution waits for Stripe's response, which never comes. */
export async function waitingForStripe(
  deployed: Deployed,
  kind: 'hang' | 'lose-answer',
): Promise<{ input: ProcessingInput; executionArn: string; endFault: () => void }> {
  const { services, stateMachineArn, upload, attempts } = deployed;
  const input = await upload();
  const endFault = faultFor(deployed, input, { kind });
  const { executionArn = '' } = await services.clients.states.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  await until(() => attempts(input).some(({ status }) => kind === 'hang' || status === 'hang'));
  return { input, executionArn, endFault };
}

/** An upload whose execution was stopped while it waited for Stripe's response. */
export async function stoppedWhileSending(
  deployed: Deployed,
  kind: 'hang' | 'lose-answer',
): Promise<{ input: ProcessingInput; executionArn: string }> {
  const { input, executionArn, endFault } = await waitingForStripe(deployed, kind);
  await deployed.services.clients.states.send(new StopExecutionCommand({ executionArn }));
  endFault();
  return { input, executionArn };
}

/** An upload whose meter event Stripe did not take. */
export async function notSent(deployed: Deployed, status: 403 | 503 = 503): Promise<ProcessingInput> {
  const input = await deployed.upload();
  const end = faultFor(deployed, input, { kind: 'status', status });
  await deployed.run(input);
  end();
  return input;
}
