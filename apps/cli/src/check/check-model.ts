import {
  checkScore,
  compileScore,
  compileSketch,
  type Finding,
  messagesWithoutSchema,
  type Problem,
  type Score,
  ScoreRefusedError,
} from '@partitura/bpmn';
import { compileDecisions, DecisionsRefusedError } from '@partitura/feel';
import { readXml, UnreadableFileError } from '../files/read-xml';
import type { FoundFile } from '../files/find-files';
import { missingBeside, problemsOfSchema } from './check-schemas';

/** What `partitura check --json` says of one file. */
export interface CheckedFile {
  readonly file: string;
  readonly deployable: boolean;
  readonly problems: readonly CheckedProblem[];
}

export interface CheckedProblem {
  readonly severity: 'error' | 'warning';
  /** Stable name. */
  readonly rule: string;
  /** Id of the element at fault. */
  readonly element: string;
  /** Name of the participant in whose process it stands; null where there is none. */
  readonly participant: string | null;
  readonly message: string;
  /** A shortest run that leads to the problem, as element ids; empty where the problem needs no run. */
  readonly path: readonly string[];
  /** Why the model has turned the rule down; only there when it has. */
  readonly reason?: string;
  /** The model has turned the rule off. */
  readonly ignored?: true;
}

/** A file that could not be judged at all; in the report it stands as not deployable. */
export interface Unchecked extends CheckedFile {
  readonly unchecked: true;
}

export interface CheckOptions {
  /** Each fragment is to run in its own service: messages without a schema are doubtful. */
  readonly choreographed?: boolean;
}

/** Compiles one model as a deployment would, checks it as a whole, and never throws. */
export async function checkModel(
  { file, path }: FoundFile,
  options: CheckOptions = {},
): Promise<CheckedFile | Unchecked> {
  try {
    const xml = readXml(path, file);
    if (isDmn(file, xml)) {
      await compileDecisions(xml);
      return { file, deployable: true, problems: [] };
    }
    if (/\.json$/i.test(file)) {
      const faults = (await problemsOfSchema(file, xml)).map(refusal);
      return { file, deployable: faults.length === 0, problems: faults };
    }
    const problems = await problemsOf(xml, path, options);
    return { file, deployable: problems.every(({ severity }) => severity === 'warning'), problems };
  } catch (error) {
    if (error instanceof DecisionsRefusedError) {
      return { file, deployable: false, problems: error.problems.map(refusal) };
    }
    return { file, deployable: false, problems: [reasonOf(error, file)], unchecked: true };
  }
}

/** What is wrong with a model's elements, and with the whole of them. */
async function problemsOf(
  xml: string,
  path: string,
  options: CheckOptions,
): Promise<readonly CheckedProblem[]> {
  try {
    const score = await compileScore(xml);
    return [...checkScore(score).map(foundIn), ...(await problemsOfMessages(score, path, options))];
  } catch (error) {
    if (!(error instanceof ScoreRefusedError)) throw error;
    const refusals = error.problems.map(refusal);
    const isSaid = ({ rule, element }: Finding): boolean =>
      refusals.some((said) => said.rule === rule && said.element === element);
    const findings = (await findingsOfSketch(xml)).filter((finding) => !isSaid(finding));
    return [...refusals, ...findings.map(foundIn)];
  }
}

/** What messages carry: all of it warnings. */
async function problemsOfMessages(
  score: Score,
  path: string,
  { choreographed = false }: CheckOptions,
): Promise<readonly CheckedProblem[]> {
  const missing = (await missingBeside(path, score)).map(refusal);
  const undeclared = choreographed ? messagesWithoutSchema(score).map(foundIn) : [];
  return [...missing.map((problem) => ({ ...problem, severity: 'warning' as const })), ...undeclared];
}

/** A model that does not say enough to be run may hang all the same. */
async function findingsOfSketch(xml: string): Promise<readonly Finding[]> {
  try {
    const sketch = await compileSketch(xml);
    return sketch ? checkScore(sketch) : [];
  } catch (error) {
    if (error instanceof ScoreRefusedError) return [];
    throw error;
  }
}

/** By its ending; a file with another one by the namespace of its root. */
function isDmn(file: string, xml: string): boolean {
  if (/\.(dmn|bpmn)$/i.test(file)) return /\.dmn$/i.test(file);
  return /<(\w+:)?definitions[^<]*?https?:\/\/www\.omg\.org\/spec\/DMN\//.test(xml.slice(0, 10_000));
}

const foundIn = ({ participant, ...finding }: Finding): CheckedProblem => ({
  ...finding,
  participant: participant ?? null,
});

function refusal({ rule, element, participant, message }: Problem): CheckedProblem {
  return { severity: 'error', rule, element, participant: participant ?? null, message, path: [] };
}

function reasonOf(error: unknown, file: string): CheckedProblem {
  if (error instanceof UnreadableFileError) {
    return refusal({ rule: 'unreadable-file', element: 'definitions', message: error.message });
  }
  const said = error instanceof Error ? error.message : String(error);
  return refusal({
    rule: 'compiler-failed',
    element: 'definitions',
    message: `${file} could not be judged: ${said}. This is a fault of Partitura; report it with the model.`,
  });
}
