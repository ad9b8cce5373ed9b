import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  compileDecisions,
  type DecisionModel,
  DecisionsRefusedError,
  type FeelValue,
  isContext,
  toJson,
} from '@partitura/feel';
import { readTestCases, type ResultNode, type TestCase } from './read-cases';
import { sameValue } from './same-value';

export interface TckReport {
  readonly passed: number;
  readonly failed: number;
  readonly total: number;
  readonly cases: readonly TckCase[];
}

export interface TckCase {
  /** Path of the case file below the folder that was given. */
  readonly file: string;
  readonly id: string;
  readonly status: 'passed' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
}

/**
 * Runs the cases of the DMN Technology Compatibility Kit below a folder: each `.xml` case file beside the model that it
 * names. `onProgress` hears of each file.
 */
export async function runTck(
  folder: string,
  onProgress?: (file: string, done: number, files: number) => void,
): Promise<TckReport> {
  const files = globSync('**/*.xml', { cwd: folder }).sort();
  const cases: TckCase[] = [];
  for (const [done, file] of files.entries()) {
    onProgress?.(file, done, files.length);
    cases.push(...(await runFile(folder, file)));
  }
  const passed = cases.filter(({ status }) => status === 'passed').length;
  return { passed, failed: cases.length - passed, total: cases.length, cases };
}

async function runFile(folder: string, file: string): Promise<TckCase[]> {
  const path = join(folder, file);
  const suite = readTestCases(readFileSync(path, 'utf8'));
  if (!suite) return [];
  const model = await compile(dirname(path), suite.modelName);
  return suite.cases.map((testCase) => {
    const reason = typeof model === 'string' ? model : failureOf(model, testCase);
    return {
      file: relative(folder, path),
      id: testCase.id,
      ...(reason === undefined ? { status: 'passed' as const } : { status: 'failed' as const, reason }),
    };
  });
}

/** The model, which may import those beside it, or why there is none. */
async function compile(folder: string, name: string): Promise<DecisionModel | string> {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  try {
    const others = globSync('*.dmn', { cwd: folder }).filter((file) => file !== name);
    return await compileDecisions(read(name), others.map(read));
  } catch (error) {
    if (error instanceof DecisionsRefusedError) return error.problems.map(({ message }) => message).join(' ');
    return (error as Error).message;
  }
}

/** Why a case fails: the first result that is not as expected. */
function failureOf(model: DecisionModel, testCase: TestCase): string | undefined {
  for (const result of testCase.results) {
    const actual = compute(model, testCase, result);
    if (actual.failed !== undefined) {
      if (!result.isError) return `${result.name}: ${actual.failed}`;
      continue;
    }
    const fits = sameValue(actual.value, result.expected) || (result.isError && actual.value === null);
    if (!fits) return `${result.name} is ${show(actual.value)}, expected ${show(result.expected)}`;
  }
  return undefined;
}

const NOW = Date.UTC(2026, 0, 1);

type Computed = { readonly value: FeelValue; readonly failed?: undefined } | { readonly failed: string };

function compute(model: DecisionModel, { inputs, invocable }: TestCase, { name }: ResultNode): Computed {
  try {
    const called = model.invocables.find((one) => one.name === (invocable ?? name));
    const decision = model.decisions.find((one) => one.name === name);
    if (invocable !== undefined && called) return { value: outputOf(called.invoke(inputs, NOW), name) };
    if (decision) return { value: decision.evaluateFeel(inputs, NOW) };
    if (called) return { value: called.invoke(inputs, NOW) };
    return { failed: `the model has no decision ${name}` };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

/** A service with several output decisions gives a context of them; a result names one. */
function outputOf(value: FeelValue, name: string): FeelValue {
  return isContext(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : value;
}

function show(value: FeelValue): string {
  try {
    return JSON.stringify(toJson(value));
  } catch {
    return 'a function or range';
  }
}
