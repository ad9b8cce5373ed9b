import type { ProblemList } from '../problem';
import { idOf, type XmlElement } from '../xml/element';
import type { ProcessDraft } from './draft';

/** What the compilation of one process shares: where its nodes go and where its problems are reported. */
export class ProcessContext {
  constructor(
    readonly process: ProcessDraft,
    private readonly problems: ProblemList,
  ) {}

  /** Reports a problem; `what` is the reason and the remedy, the element's id is put in front. */
  refuse(rule: string, at: XmlElement | string, what: string): void {
    const element = typeof at === 'string' ? at : idOf(at);
    this.problems.add({
      rule,
      element,
      ...(this.process.participant === undefined ? {} : { participant: this.process.participant }),
      message: `${element}: ${what}`,
    });
  }
}
