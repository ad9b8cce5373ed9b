interface Waiter {
  readonly give: (number: number) => void;
  readonly fail: (error: Error) => void;
}

/** The number of this host's range of saga numbers: nothing begins before it is there. */
export class OwnNumber {
  value: number | undefined;
  private readonly waiters: Waiter[] = [];
  private stopped: Error | undefined;

  wait(): Promise<number> {
    if (this.value !== undefined) return Promise.resolve(this.value);
    if (this.stopped) return Promise.reject(this.stopped);
    return new Promise((give, fail) => this.waiters.push({ give, fail }));
  }

  give(number: number): void {
    this.value = number;
    for (const { give } of this.waiters.splice(0)) give(number);
  }

  /** Whoever waits waits in vain. */
  stop(host: string): void {
    const gone = new Error(`${host} stops before the orchestrator has given it a number: start it again.`);
    this.stopped = gone;
    for (const { fail } of this.waiters.splice(0)) fail(gone);
  }
}
