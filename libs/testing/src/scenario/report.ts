export interface ScenarioOptions {
  /** Counts which elements and flows the scenarios took. */
  readonly coverage?: boolean;
  /** Hears of each case as it ends, in order. */
  readonly onCase?: (ended: ScenarioCase) => void;
}

/** What came of running scenario files. */
export interface ScenarioReport {
  readonly cases: readonly ScenarioCase[];
  /** Files that are no scenarios; the others were run. */
  readonly invalid?: readonly ScenarioFileError[];
  /** Per model, in order of file name; present when coverage was asked for. */
  readonly coverage?: readonly ModelCoverage[];
}

export interface ScenarioCase {
  /** Path of the scenario file as it was found below the path that was given. */
  readonly file: string;
  readonly name: string;
  readonly status: 'passed' | 'failed';
  /** Why it failed, in one or several lines; absent when it passed. */
  readonly reason?: string;
  readonly ms: number;
  /** Where it failed: step number (from 1), or `expect` for the end. */
  readonly at?: string;
  /** Every expectation that did not hold. */
  readonly differences?: readonly Difference[];
  /** Element ids in the order in which tokens entered or left them, per process instance. */
  readonly path: readonly InstancePath[];
}

export interface Difference {
  /** For example `instances.main.state` or `calls`. */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

export interface InstancePath {
  /** Its `as` name, else the process id (`id#2` for the second). */
  readonly instance: string;
  readonly elements: readonly string[];
}

export interface ModelCoverage {
  readonly file: string;
  readonly process: string;
  readonly elements: readonly { readonly id: string; readonly taken: number }[];
  readonly flows: readonly { readonly id: string; readonly taken: number }[];
}

/** A file that is no scenario: the key and the line say where. */
export class ScenarioFileError extends Error {
  readonly code = 'SCENARIO_FILE';

  constructor(
    readonly file: string,
    message: string,
    /** Counted from 1. */
    readonly line?: number,
  ) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${message}`);
    this.name = 'ScenarioFileError';
  }
}
