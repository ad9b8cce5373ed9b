const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The value of a string literal: `\n`, `\r`, `\t`, `\"`, `\\`, `\uXXXX`, `\UXXXXXX`; other backslashes stay. */
export function stringValue(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(
      /\\(?:(["\\nrt])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6}))/g,
      (written: string, simple?: string, unit?: string, point?: string) => {
        if (simple !== undefined) return ESCAPES[simple] ?? simple;
        const code = Number.parseInt(unit ?? point ?? '', 16);
        return code > 0x10ffff ? written : String.fromCodePoint(code);
      },
    );
}
