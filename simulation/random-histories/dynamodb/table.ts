import { compared, textOf, type Item } from './attribute-values';

export interface IndexKeys {
  readonly partition: string;
  readonly sort: string;
}

/** A state of an item, and when the indexes begin to show it. */
interface Version {
  readonly item: Item | undefined;
  readonly visibleAt: number;
}

/** A table with eventually consistent indexes over it. Time in milliseconds. */
export class Table {
  private readonly versions = new Map<string, Version[]>();

  /** @param lagMilliseconds how long the indexes take to show a write that happens now */
  constructor(
    readonly key: string,
    readonly indexes: Readonly<Record<string, IndexKeys>>,
    private readonly now: () => number,
    private readonly lagMilliseconds: () => number,
  ) {}

  get(key: string): Item | undefined {
    return this.versions.get(key)?.at(-1)?.item;
  }

  set(key: string, item: Item | undefined): void {
    const before = (this.versions.get(key) ?? []).filter(
      (version, index, all) => index === all.length - 1 || all[index + 1]!.visibleAt > this.now(),
    );
    // The writes of one item show in their order.
    const visibleAt = Math.max(this.now() + this.lagMilliseconds(), before.at(-1)?.visibleAt ?? 0);
    this.versions.set(key, [...before, { item, visibleAt }]);
  }

  items(): Item[] {
    return [...this.versions.values()].map((versions) => versions.at(-1)!.item).filter(isItem);
  }

  /** The items that the index shows now, in its order. */
  listed(index: IndexKeys): Item[] {
    const { partition, sort } = index;
    return [...this.versions.values()]
      .map((versions) => versions.findLast(({ visibleAt }) => visibleAt <= this.now())?.item)
      .filter(isItem)
      .filter((item) => item[partition] !== undefined && item[sort] !== undefined)
      .sort(this.inOrder(index));
  }

  /** How an index orders its items, of which it needs the keys alone. */
  inOrder({ sort }: IndexKeys): (a: Item, b: Item) => number {
    return (a, b) => compared(a[sort]!, b[sort]!) || textOf(a[this.key])!.localeCompare(textOf(b[this.key])!);
  }
}

function isItem(item: Item | undefined): item is Item {
  return item !== undefined;
}
