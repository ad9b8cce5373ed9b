import { commandOf } from '../inputs/read-answer';
import type { Input, Outcome } from '../loop/input';
import type { JobAnswer, JobRequest } from '../messages';
import type { LocalAnswer } from '../ports/local-work';

/** A local job that a step has asked for. */
export interface LocalRequest {
  readonly sagaId: string;
  readonly participant: string;
  readonly request: JobRequest;
  /** Local id. */
  readonly job: number;
  readonly traceparent?: string;
}

export interface Answer {
  readonly outcome: JobAnswer['outcome'];
  /** Epoch ms. */
  readonly at: number;
  readonly traceparent?: string;
  readonly settle: (outcome: Outcome) => void;
  readonly fail: (error: Error) => void;
  /** The step that asked for the job was not kept. */
  readonly drop: (answer: LocalAnswer) => void;
}

/** One attempt of a job, by whatever step it is asked for. */
export const nameOf = ({ request }: LocalRequest): string => `${request.idempotencyKey}/${request.attempt}`;

/** An attempt of a job that this process is at: begun with the step that asks for it, kept from its commit on. */
export class HeldJob {
  /** The step that asks for it is committed. */
  kept = false;
  private answer?: Answer;
  private input?: Input;
  private inputJob?: number;
  private readonly waiting: ((kept: boolean) => void)[] = [];

  constructor(
    readonly name: string,
    /** Of the decision that was made last: one that conflicts is made again. */
    public request: LocalRequest,
    /** Epoch ms until when it is this process's own. */
    public until: number,
  ) {}

  /** The work is done: the input for the queue, or undefined while the step that asked for it is still being decided. */
  answered(answer: Answer): Input | undefined {
    this.answer = answer;
    this.input = undefined;
    return this.kept ? this.current() : undefined;
  }

  /** The answer, if it is there, for the batch that asks for the job; the same input each time that batch is decided. */
  decideNow(): Input | undefined {
    return this.kept ? undefined : this.current();
  }

  /** The step is committed: the answer, when it came too late to be decided with it. */
  keep(decided: ReadonlySet<Input>): Input | undefined {
    if (this.kept) return undefined;
    this.kept = true;
    for (const go of this.waiting) go(true);
    const input = this.current();
    return input && decided.has(input) ? undefined : input;
  }

  drop(refused: LocalAnswer): void {
    this.answer?.drop(refused);
    for (const go of this.waiting) go(false);
  }

  /** Resolves with the commit of the step that asks for it; false when there will be none. */
  whenKept(): Promise<boolean> {
    return this.kept ? Promise.resolve(true) : new Promise((resolve) => this.waiting.push(resolve));
  }

  inputOf({ outcome, at, traceparent, settle, fail }: Answer): Input {
    const { sagaId, job, request } = this.request;
    return {
      sagaId,
      ask: {
        kind: 'command',
        command: commandOf(job, request.attempt, outcome),
        fallback: {
          kind: 'failJob',
          job,
          attempt: request.attempt,
          retries: 0,
          incident: 'IO_MAPPING',
          message: `The answer to ${request.jobType} cannot be processed.`,
        },
      },
      at,
      origin: { source: 'local', ...(traceparent === undefined ? {} : { traceparent }) },
      settle,
      fail,
    };
  }

  private current(): Input | undefined {
    if (!this.answer) return undefined;
    if (this.input === undefined || this.inputJob !== this.request.job) {
      this.input = this.inputOf(this.answer);
      this.inputJob = this.request.job;
    }
    return this.input;
  }
}
