import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseDateTime } from '@partitura/feel';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ScenarioFileError } from './report';
import { type Scenario, scenarioSchema, type Step, type StepKind, stepSchemas } from './scenario';

/** Aliases may stand for one another: a file that unfolds to more than this is an attack on the memory. */
const MAX_ALIASES = 100;
const MAX_CHARACTERS = 20_000_000;
const START = '2026-01-01T00:00:00Z';

/** Reads a scenario file. Throws a `ScenarioFileError` that names the key and the line. */
export function readScenario(file: string): Scenario {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ScenarioFileError(file, `it cannot be read (${(cause as Error).message}). Check the path.`);
  }
  return parseScenario(content, file);
}

/** As `readScenario`, from text: YAML 1.2, of which JSON is a part. */
export function parseScenario(content: string, file: string): Scenario {
  if (content.length > MAX_CHARACTERS)
    throw new ScenarioFileError(file, 'it is larger than 20 million characters. Split it.');
  const reader = new Reader(file, content);
  const { steps, clock, ...read } = reader.check(scenarioSchema, withoutExtensions(reader.value), []);
  return {
    file,
    name: read.name ?? basename(file).replace(/\.scenario\.(ya?ml|json)$/i, ''),
    files: read.files ?? [],
    placement: read.placement ?? 'orchestrated',
    clock: parseDateTime(clock ?? START),
    workers: read.workers ?? {},
    steps: (steps ?? []).map((step, index) => readStep(reader, step, index)),
    expect: read.expect ?? {},
  };
}

/** Keys that begin with `x-` belong to other tools. */
function withoutExtensions(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-')));
}

function readStep(reader: Reader, step: unknown, index: number): Step {
  const path = ['steps', index];
  const keys = typeof step === 'object' && step !== null && !Array.isArray(step) ? Object.keys(step) : [];
  const [kind] = keys;
  if (kind === undefined || keys.length > 1)
    return reader.refuse(
      path,
      `step ${index + 1} needs exactly one key, such as create or expect, and has ${keys.length}.`,
    );
  if (!Object.hasOwn(stepSchemas, kind))
    return reader.refuse(
      [...path, kind],
      `step ${index + 1} is '${kind}', which is no step. Use one of ${Object.keys(stepSchemas).join(', ')}.`,
    );
  const schema: z.ZodType = stepSchemas[kind as StepKind];
  return {
    kind,
    with: reader.check(schema, (step as Record<string, unknown>)[kind], [...path, kind]),
  } as Step;
}

type Path = readonly (string | number)[];

/** One file: its values, and where in the text they stand. */
class Reader {
  readonly value: unknown;
  private readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(
    private readonly file: string,
    content: string,
  ) {
    const options = { lineCounter: this.lines, schema: 'core', version: '1.2' } as const;
    this.document = this.attempt(() => parseDocument(content, options));
    const { errors, warnings } = this.document;
    const [error] = [...errors, ...warnings];
    if (error) {
      const message = error.message.split('\n')[0] ?? error.message;
      throw new ScenarioFileError(file, `it is no YAML 1.2: ${message}`, error.linePos?.[0].line);
    }
    this.value = this.attempt(() => this.document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown);
  }

  check<Schema extends z.ZodType>(schema: Schema, value: unknown, path: Path): z.output<Schema> {
    const result = this.attempt(() => schema.safeParse(value));
    if (result.success) return result.data;
    const issue = deepest(result.error.issues[0] as z.core.$ZodIssue);
    const at = [...path, ...(issue.path as (string | number)[])];
    if (issue.code === 'unrecognized_keys') {
      const key = issue.keys[0] ?? '';
      return this.refuse(
        [...at, key],
        `the key '${key}' ${where(at)} is unknown. Remove it, or correct its name.`,
      );
    }
    return this.refuse(at, `${where(at, true)}: ${issue.message}.`);
  }

  /** What unfolds without end, or is nested too deeply to be read, fails by an exception. */
  private attempt<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw new ScenarioFileError(
        this.file,
        `it cannot be read: ${(error as Error).message}. Write less of it.`,
      );
    }
  }

  refuse(path: Path, message: string): never {
    throw new ScenarioFileError(this.file, message, this.lineOf(path));
  }

  /** The line of the key at a path, or of what is nearest around it. */
  private lineOf(path: Path): number | undefined {
    for (let length = path.length; length > 0; length--) {
      const parent: unknown = this.document.getIn(path.slice(0, length - 1), true);
      const key = path[length - 1];
      const pair = isMap(parent)
        ? parent.items.find(({ key: own }) => isScalar(own) && String(own.value) === String(key))
        : undefined;
      const node: unknown = pair?.key ?? this.document.getIn(path.slice(0, length), true);
      const range = (node as { range?: readonly number[] } | undefined)?.range;
      if (range?.[0] !== undefined) return this.lines.linePos(range[0]).line;
    }
    return 1;
  }
}

/** Of several ways in which a value could be right, what is wrong with the one that it comes nearest to. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.map((one) => one[0]).filter((one) => one !== undefined);
  const nearest = inner.sort((one, other) => other.path.length - one.path.length)[0];
  if (!nearest) return issue;
  const found = deepest(nearest);
  return { ...found, path: [...issue.path, ...found.path] };
}

const where = (path: Path, alone = false): string => {
  const text = path.reduce<string>(
    (before, part) =>
      typeof part === 'number' ? `${before}[${part + 1}]` : before === '' ? part : `${before}.${part}`,
    '',
  );
  if (text === '') return alone ? 'the file' : 'of the file';
  return alone ? text : `of ${text}`;
};
