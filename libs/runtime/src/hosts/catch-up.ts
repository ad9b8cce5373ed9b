/** What the processes of this host still lack before they may take work, by the session of each. */
export class CatchUp {
  private readonly missing = new Map<string, { readonly number: number; readonly versions: Set<string> }>();

  /** A process was welcomed, with the number of its host and the versions that it lacks. */
  expect(session: string, number: number, versions: Iterable<string>): void {
    this.missing.set(session, { number, versions: new Set(versions) });
  }

  /** This host has a version now, or has refused it. */
  settle(version: string): void {
    for (const { versions } of this.missing.values()) versions.delete(version);
  }

  /** Hands out who lacks nothing any more, each once. */
  takeReady(): { readonly session: string; readonly number: number }[] {
    const ready = [...this.missing].filter(([, { versions }]) => versions.size === 0);
    for (const [session] of ready) this.missing.delete(session);
    return ready.map(([session, { number }]) => ({ session, number }));
  }
}
