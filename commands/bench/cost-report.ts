import { environmentNames } from '../../settings/environment-names';
import { costOf, totalOf, type CostLine } from './cost';
import { idleMonth } from './idle';
import { pricesDate } from './prices';
import { print } from './print';
import { measureUses } from './uses';

const files = 1_000;

export async function benchCost(): Promise<void> {
  const { billedFile, recoveredEvent, usageCheck, idleRun } = await measureUses();
  const transitions = [
    ['for each billed file, without those of the child', billedFile],
    ['for each event that recovery sends', recoveredEvent],
    ["for each comparison of a customer's hour", usageCheck],
    ['for each run of recovery that finds nothing', idleRun],
  ] as const;
  for (const [what, use] of transitions) {
    print(`State transitions ${what}`, String(Math.round(use.stateTransition * 10) / 10));
  }
  printCost(`AWS, ${files} billed files, prices in Tokyo of ${pricesDate}`, costOf(billedFile, files));
  for (const [what, use] of transitions.slice(1, 3)) {
    print(`AWS, ${files} times, ${what}`, `$${totalOf(costOf(use, files)).toFixed(2)}`);
  }
  for (const name of environmentNames) {
    printCost(`AWS, a month in ${name} in which nothing happens`, idleMonth(name, idleRun));
  }
}

function printCost(what: string, lines: readonly CostLine[]): void {
  print(what, `$${totalOf(lines).toFixed(2)}`);
  for (const { name, amount, dollars } of lines) {
    print(`  ${name}`, `$${dollars.toFixed(4)} for ${Number(amount.toPrecision(4))}`);
  }
}
