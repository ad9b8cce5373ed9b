/**
 * Finds the names that a text may mention, without looking at each of them: a file may have thousands of names and of
 * texts. Names that are plain words are left out, because FEEL reads those anyway.
 */
export class NameIndex {
  /** Names by their rarest word. */
  private readonly byWord = new Map<string, string[]>();
  private readonly wordless: string[] = [];

  constructor(names: Iterable<string>) {
    const special = [...new Set(names)].filter((name) => name !== '' && !PLAIN.test(name));
    const counts = new Map<string, number>();
    for (const name of special)
      for (const word of wordsOf(name)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const name of special) {
      const [first, ...others] = wordsOf(name);
      if (first === undefined) {
        this.wordless.push(name);
        continue;
      }
      const count = (word: string): number => counts.get(word) ?? 0;
      const rarest = others.reduce((best, word) => (count(word) < count(best) ? word : best), first);
      const known = this.byWord.get(rarest);
      if (known) known.push(name);
      else this.byWord.set(rarest, [name]);
    }
  }

  /** The longest first. */
  namesIn(text: string): string[] {
    const found = wordsOf(text).flatMap((word) => this.byWord.get(word) ?? []);
    return [...found, ...this.wordless].sort((one, other) => other.length - one.length);
  }
}

const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;

const wordsOf = (text: string): readonly string[] => [...new Set(text.match(/[\p{L}\p{N}_]+/gu))];
