import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checklist } from '../../../commands/verify/checklist';
import { errorHandlingCheck } from '../../../commands/verify/checks/error-handling';
import { sendChecks } from '../../../commands/verify/checks/sent-file';
import { Facts } from '../../../commands/verify/facts';
import { Sending } from '../../../commands/verify/sending';
import { projectDirectory } from '../../../clients/terraform/synth';
import { environmentOf } from '../../../settings/environments';

const guide = readFileSync(path.join(projectDirectory, 'docs', 'operations-guide.md'), 'utf8');
const rows = guide
  .slice(guide.indexOf('## 8 Checklist'))
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(
    ([, item = '', , lines = '']) =>
      [item, [...lines.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)] as const,
  );

const facts = new Facts(environmentOf('live'));
const sending = new Sending(facts, { file: { name: 'a', body: new Uint8Array(1) }, waitSeconds: 0 });
const printed = [...checklist(facts), ...sendChecks(facts, sending), errorHandlingCheck(facts, sending)].map(
  ({ what }) => what,
);

test("the guide's checklist has its eleven rows", () => {
  expect(rows).toHaveLength(11);
});

test.each(rows)('"%s" is answered by lines that verify prints, or nobody could tick it', (_, names) => {
  expect(names).not.toEqual([]);
  const absent = names.filter(
    (name) =>
      !printed.some((what) => (name.endsWith('…') ? what.startsWith(name.slice(0, -1)) : what === name)),
  );
  expect(absent).toEqual([]);
});
