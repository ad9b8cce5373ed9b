import { FeelDate } from './feel-date';
import { DaysDuration, NANOS } from './feel-duration';
import { FeelObject, type FeelValue } from './feel-object';
import { DAY_SECONDS, FeelTime } from './feel-time';
import { type FeelZone, formatOffset, formatZone, offsetAtLocal, offsetAtMoment } from './feel-zone';

/** A date with a time of day; without a zone it is local. */
export class FeelDateTime extends FeelObject {
  readonly type = 'date and time';

  constructor(
    readonly date: FeelDate,
    readonly time: FeelTime,
  ) {
    super();
  }

  /** The moment as a clock in the zone shows it; undefined outside of the calendar. */
  static fromEpoch(epochSeconds: number, nanos: number, zone: FeelZone): FeelDateTime | undefined {
    return FeelDateTime.fromLocal(epochSeconds + offsetAtMoment(zone, epochSeconds), nanos, zone);
  }

  /** From seconds since 1970 on the local clock. */
  static fromLocal(
    localSeconds: number,
    nanos: number,
    zone: FeelZone | undefined,
  ): FeelDateTime | undefined {
    const days = Math.floor(localSeconds / DAY_SECONDS);
    const date = FeelDate.fromEpochDay(days);
    return date && new FeelDateTime(date, FeelTime.ofDay(localSeconds - days * DAY_SECONDS, nanos, zone));
  }

  get zone(): FeelZone | undefined {
    return this.time.zone;
  }

  /** Seconds since 1970 on the local clock. */
  get localSeconds(): number {
    return this.date.epochDay * DAY_SECONDS + this.time.secondOfDay;
  }

  /** Seconds ahead of UTC. */
  get offset(): number | undefined {
    return this.zone && offsetAtLocal(this.zone, this.localSeconds);
  }

  /** Seconds since 1970; of a local value, as if it were UTC. */
  get epochSeconds(): number {
    return this.localSeconds - (this.offset ?? 0);
  }

  /** On the time line where it has a zone: an hour later is an hour later, also when clocks are put forward. */
  plus(duration: DaysDuration): FeelDateTime | undefined {
    const nanos = this.time.nanos + duration.nanos;
    const [carry, rest] = [Math.floor(nanos / NANOS), nanos % NANOS];
    const zone = this.zone;
    return zone && 'region' in zone
      ? FeelDateTime.fromEpoch(this.epochSeconds + duration.seconds + carry, rest, zone)
      : FeelDateTime.fromLocal(this.localSeconds + duration.seconds + carry, rest, zone);
  }

  property(name: string): FeelValue | undefined {
    if (name === 'time offset') {
      return this.offset === undefined ? null : (DaysDuration.of(this.offset) ?? null);
    }
    return this.date.property(name) ?? this.time.property(name);
  }

  override toString(): string {
    return `${this.date.toString()}T${this.time.toString()}`;
  }

  /** As variables hold it: `2026-03-01T10:00:00+01:00[Europe/Berlin]`, with the offset before a region. */
  toIso(): string {
    const zone = this.zone;
    const suffix = !zone
      ? ''
      : 'seconds' in zone
        ? formatZone(zone)
        : `${formatOffset(this.offset ?? 0)}[${zone.region}]`;
    return `${this.date.toString()}T${this.time.clock}${suffix}`;
  }
}
