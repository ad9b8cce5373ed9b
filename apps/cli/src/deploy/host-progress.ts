import type { CompositionView } from '../api/views';
import type { Paint } from '../terminal/terminal';

/** Tells of each host once, and again when something has changed. */
export class HostProgress {
  private readonly said = new Map<string, string>();

  constructor(private readonly paint: Paint) {}

  /** Lines for what is new. */
  news(compositions: readonly CompositionView[]): string[] {
    return compositions.flatMap((composition) => [
      ...composition.hosts
        .filter(({ state }) => state === 'accepted')
        .flatMap(({ host }) => this.line(composition, host, `${this.paint('green', '✔')} ${host} has it`)),
      ...composition.waitsFor.flatMap(({ host, reason }) =>
        this.line(composition, host, `${this.paint('yellow', '…')} ${reason}`),
      ),
    ]);
  }

  private line({ compositionKey, compositionId }: CompositionView, host: string, text: string): string[] {
    const about = `${compositionKey} ${host}`;
    if (this.said.get(about) === text) return [];
    this.said.set(about, text);
    return [`  ${this.paint('dim', compositionId)} ${text}`];
  }
}
