import { FeelObject, type FeelValue } from './feel-object';

const DAY_SECONDS = 86_400;
export const NANOS = 1_000_000_000;

/** A days and time duration: whole seconds (floored) and nanoseconds (0 to 999,999,999) after them. */
export class DaysDuration extends FeelObject {
  readonly type = 'days and time duration';

  private constructor(
    readonly seconds: number,
    readonly nanos: number,
  ) {
    super();
  }

  /** Undefined when it is too long to be counted in seconds exactly. */
  static of(seconds: number, nanos = 0): DaysDuration | undefined {
    const whole = Math.floor(seconds);
    const rest = Math.round((seconds - whole) * NANOS) + nanos;
    const total = whole + Math.floor(rest / NANOS);
    if (!Number.isSafeInteger(total) || !Number.isFinite(rest)) return undefined;
    return new DaysDuration(total || 0, rest - Math.floor(rest / NANOS) * NANOS);
  }

  negated(): DaysDuration {
    return this.nanos === 0
      ? new DaysDuration(-this.seconds || 0, 0)
      : new DaysDuration(-this.seconds - 1, NANOS - this.nanos);
  }

  get isNegative(): boolean {
    return this.seconds < 0;
  }

  /** Seconds with their fraction; exact to about a microsecond in ordinary lengths. */
  get total(): number {
    return this.seconds + this.nanos / NANOS;
  }

  property(name: string): FeelValue | undefined {
    const sign = this.isNegative ? -1 : 1;
    const { seconds, nanos } = this.isNegative ? this.negated() : this;
    switch (name) {
      case 'days':
        return sign * Math.floor(seconds / DAY_SECONDS) || 0;
      case 'hours':
        return sign * Math.floor((seconds % DAY_SECONDS) / 3600) || 0;
      case 'minutes':
        return sign * Math.floor((seconds % 3600) / 60) || 0;
      case 'seconds':
        return sign * Number(`${seconds % 60}.${String(nanos).padStart(9, '0')}`) || 0;
      default:
        return undefined;
    }
  }

  override toString(): string {
    const { seconds, nanos } = this.isNegative ? this.negated() : this;
    if (seconds === 0 && nanos === 0) return 'PT0S';
    const part = (value: number, unit: string): string => (value === 0 ? '' : `${value}${unit}`);
    const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
    const whole = seconds % 60;
    const time =
      part(Math.floor((seconds % DAY_SECONDS) / 3600), 'H') +
      part(Math.floor((seconds % 3600) / 60), 'M') +
      (whole === 0 && fraction === '' ? '' : `${whole}${fraction}S`);
    const days = part(Math.floor(seconds / DAY_SECONDS), 'D');
    return `${this.isNegative ? '-' : ''}P${days}${time === '' ? '' : `T${time}`}`;
  }
}

/** A years and months duration, in whole months. */
export class MonthsDuration extends FeelObject {
  readonly type = 'years and months duration';
  readonly months: number;

  constructor(months: number) {
    super();
    this.months = Math.trunc(months) || 0;
  }

  property(name: string): FeelValue | undefined {
    if (name === 'years') return Math.trunc(this.months / 12) || 0;
    return name === 'months' ? this.months % 12 || 0 : undefined;
  }

  override toString(): string {
    const total = Math.abs(this.months);
    if (total === 0) return 'P0M';
    const [years, months] = [Math.floor(total / 12), total % 12];
    return `${this.months < 0 ? '-' : ''}P${years === 0 ? '' : `${years}Y`}${months === 0 ? '' : `${months}M`}`;
  }
}
