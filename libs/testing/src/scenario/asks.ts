import type { CommandBody, Outcome, Published } from '@partitura/runtime';
import type { PartRef } from './part-ref';
import { ScenarioFailure } from './scenario-failure';
import type { World } from './world';

/** `true`: it must be refused; `'maybe'`: either is right; undefined: it must be carried out. */
export type Refused = boolean | 'maybe' | undefined;

/** What a scenario asks of the runtime, and whether the outcome is as it wants it. */
export class Asks {
  constructor(private readonly world: World) {}

  /** Throws a `ScenarioFailure` when it is refused and should not be, or the other way round. */
  async tell(part: PartRef, command: CommandBody, refused?: Refused): Promise<void> {
    await this.settle(this.world.command(part, command), refused);
  }

  /** Lets the system run; throws as `tell`. */
  async settle(asked: Promise<Outcome | Published>, refused: Refused): Promise<Outcome> {
    const answered = asked.catch((error: unknown): Outcome => ({
      refusal: { code: 'INVALID_STATE', message: (error as Error).message },
    }));
    await this.world.rest();
    const outcome: Outcome = await answered;
    if (outcome.refusal && refused !== true && refused !== 'maybe')
      throw new ScenarioFailure(`It was refused: ${outcome.refusal.message}`);
    if (!outcome.refusal && refused === true)
      throw new ScenarioFailure('It was carried out, but should have been refused.');
    return outcome;
  }
}
