import { verify } from '../../../commands/verify';
import { tried, type Line } from '../../../commands/verify/check';
import { checklist } from '../../../commands/verify/checklist';
import { errorHandlingCheck } from '../../../commands/verify/checks/error-handling';
import { Facts } from '../../../commands/verify/facts';
import { logDeliveryCheck } from '../../../commands/verify/checks/log-delivery';
import { sendChecks } from '../../../commands/verify/checks/sent-file';
import { Sending } from '../../../commands/verify/sending';
import { seen, type Seen } from '../../helpers/command';
import { customerId, type Deployed } from '../../helpers/deployed';
import { inSync } from './plans';

/** The whole command in test, for which Terraform finds nothing changed. */
export const run = (...args: string[]): Promise<Seen> =>
  seen((terminal) => verify(['--workspace', 'test', '--wait-seconds', '20', ...args], terminal, inSync));

/** The lines that `--json` printed. */
export const linesOf = ({ output }: Seen): Line[] => (JSON.parse(output) as { lines: Line[] }).lines;

/** Checks one line of the checklist. */
export async function look(
  { environment }: Deployed,
  id: string,
  facts = new Facts(environment),
): Promise<Line> {
  const check = [...checklist(facts), logDeliveryCheck(facts, 0)].find((one) => one.id === id);
  return tried(check!);
}

/** Sends a file through, lets another one fail, and looks for what must follow. */
export const lookAtFailure = (deployed: Deployed): Promise<Line> =>
  tried(errorHandlingCheck(new Facts(deployed.environment), send(deployed, 5)));

/** A file of 10 bytes, to be sent through. */
export function send({ environment, application }: Deployed, waitSeconds = 10): Sending {
  return new Sending(new Facts(environment), {
    file: { name: 'verify.txt', body: new Uint8Array(10) },
    bucket: application.bucket,
    customerId,
    waitSeconds,
  });
}

/** Checks one of the lines about the file that was sent. */
export async function lookAtSent({ environment }: Deployed, sending: Sending, id: string): Promise<Line> {
  return tried(sendChecks(new Facts(environment), sending).find((one) => one.id === id)!);
}
