/** A door that a test opens by hand: what waits at it goes on then, and nothing has to sleep. */
export class Gate {
  private openDoor: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => (this.openDoor = resolve));
  private arrive: () => void = () => undefined;
  /** Resolves when somebody waits at the gate. */
  readonly reached = new Promise<void>((resolve) => (this.arrive = resolve));

  open(): void {
    this.openDoor();
  }

  /** Resolves when the gate is open. */
  pass(): Promise<void> {
    this.arrive();
    return this.opened;
  }
}
