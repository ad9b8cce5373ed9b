/** Collects conditions and their bound values; a condition refers to its values by `bind`. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  /** The placeholder of a value, with its type. */
  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  add(condition: string): void {
    this.parts.push(condition);
  }

  /** `column` must be one of the values; no condition when none are given. */
  oneOf(column: string, values: readonly unknown[] | undefined, type: string): void {
    if (values) this.add(`${column} = ANY (${this.bind(values, `${type}[]`)})`);
  }

  /** A JSON list in the column must have one of the values. */
  anyMemberOf(column: string, values: readonly string[] | undefined): void {
    if (!values) return;
    const wanted = this.bind(values, 'text[]');
    this.add(
      `EXISTS (SELECT FROM json_array_elements_text(coalesce(${column}, '[]')) AS m WHERE m = ANY (${wanted}))`,
    );
  }

  /** The pair of columns must be one of the pairs. */
  oneOfPairs(
    columns: string,
    pairs: readonly (readonly [unknown, unknown])[] | undefined,
    types: readonly [string, string],
  ): void {
    if (!pairs) return;
    const first = this.bind(
      pairs.map(([one]) => one),
      `${types[0]}[]`,
    );
    const second = this.bind(
      pairs.map(([, other]) => other),
      `${types[1]}[]`,
    );
    this.add(`${columns} IN (SELECT * FROM unnest(${first}, ${second}))`);
  }

  get where(): string {
    return this.parts.join('\n   AND ');
  }
}
