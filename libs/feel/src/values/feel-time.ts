import { DaysDuration, NANOS } from './feel-duration';
import { FeelObject, type FeelValue } from './feel-object';
import { type FeelZone, formatZone, offsetAtLocal } from './feel-zone';

export const DAY_SECONDS = 86_400;

/** A time of day: seconds since midnight and nanoseconds; without a zone it is local. */
export class FeelTime extends FeelObject {
  readonly type = 'time';

  private constructor(
    readonly secondOfDay: number,
    readonly nanos: number,
    readonly zone: FeelZone | undefined,
  ) {
    super();
  }

  /** Undefined when a part is out of its range; `second` may have a fraction. */
  static of(hour: number, minute: number, second: number, zone?: FeelZone): FeelTime | undefined {
    const whole = Math.floor(second);
    const fits = (value: number, end: number): boolean =>
      Number.isInteger(value) && value >= 0 && value < end;
    if (!fits(hour, 24) || !fits(minute, 60) || !fits(whole, 60)) return undefined;
    return FeelTime.ofDay(
      hour * 3600 + minute * 60 + whole,
      Math.floor((second - whole) * NANOS + 0.5),
      zone,
    );
  }

  /** Seconds outside of a day turn around midnight. */
  static ofDay(seconds: number, nanos: number, zone?: FeelZone): FeelTime {
    const wrapped = ((seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
    return new FeelTime(wrapped, Math.min(nanos, NANOS - 1), zone);
  }

  get hour(): number {
    return Math.floor(this.secondOfDay / 3600);
  }

  get minute(): number {
    return Math.floor(this.secondOfDay / 60) % 60;
  }

  get second(): number {
    return this.secondOfDay % 60;
  }

  /** Seconds ahead of UTC; a region counts with its offset at the beginning of 1970. */
  get offset(): number | undefined {
    return this.zone && offsetAtLocal(this.zone, this.secondOfDay);
  }

  property(name: string): FeelValue | undefined {
    switch (name) {
      case 'hour':
        return this.hour;
      case 'minute':
        return this.minute;
      case 'second':
        return this.second;
      case 'time offset':
        return this.offset === undefined ? null : (DaysDuration.of(this.offset) ?? null);
      case 'timezone':
        return this.zone && 'region' in this.zone ? this.zone.region : null;
      default:
        return undefined;
    }
  }

  /** Without its zone. */
  get clock(): string {
    const pad = (value: number): string => String(value).padStart(2, '0');
    const fraction = this.nanos === 0 ? '' : `.${String(this.nanos).padStart(9, '0').replace(/0+$/, '')}`;
    return `${pad(this.hour)}:${pad(this.minute)}:${pad(this.second)}${fraction}`;
  }

  override toString(): string {
    return this.clock + (this.zone ? formatZone(this.zone) : '');
  }
}
