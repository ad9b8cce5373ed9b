export interface PartHealth {
  readonly up: boolean;
  /** What is wrong and what to do, when it is not up; what to know, when it is. */
  readonly reason?: string;
}

export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly parts: Readonly<Record<string, { readonly status: 'up' | 'down'; readonly reason?: string }>>;
}

/** Parts that must be up before a process is ready, each with a check of its own. */
export class Health {
  private readonly checks = new Map<string, () => PartHealth | Promise<PartHealth>>();

  /** Adds a part, or replaces its check. */
  set(part: string, check: () => PartHealth | Promise<PartHealth>): void {
    this.checks.set(part, check);
  }

  remove(part: string): void {
    this.checks.delete(part);
  }

  async report(): Promise<HealthReport> {
    const parts = await Promise.all(
      [...this.checks].map(async ([part, check]) => {
        const { up, reason } = await Promise.resolve()
          .then(check)
          .catch((error: Error): PartHealth => ({ up: false, reason: error.message }));
        // A part may be up and still have something to say.
        return [
          part,
          { status: up ? ('up' as const) : ('down' as const), ...(reason ? { reason } : {}) },
        ] as const;
      }),
    );
    const status = parts.every(([, part]) => part.status === 'up') ? 'up' : 'down';
    return { status, parts: Object.fromEntries(parts) };
  }
}
