/** A runtime's part in getting versions to hosts. */
export interface Hosting {
  /** `begin` is called when it may take work, `hold` when it must not any more; then `begin` may be called again. */
  start(work: { begin(): void; hold(): Promise<void> }): Promise<void>;
  stop(): Promise<void>;
  /** Whether it takes work. */
  readonly isWorking: boolean;
  /** Why it does not, where somebody must do something about it. */
  readonly problem: string | undefined;
  /** Number of this host's range of saga numbers, see `hostBlocks`; the orchestrator has the first one. */
  readonly hostNumber?: () => Promise<number>;
}
