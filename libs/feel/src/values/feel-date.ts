import { type CalendarDay, dayFromEpoch, daysFromEpoch, daysInMonth } from '../iso8601/calendar';
import { FeelObject, type FeelValue } from './feel-object';

/** Java's and FEEL's last year (DMN 1.5, 10.3.2.3.4). */
const MAX_YEAR = 999_999_999;

/** A day of the proleptic Gregorian calendar. */
export class FeelDate extends FeelObject implements CalendarDay {
  readonly type = 'date';

  private constructor(
    readonly year: number,
    readonly month: number,
    readonly day: number,
  ) {
    super();
  }

  /** Undefined for a day that the calendar does not have. */
  static of(year: number, month: number, day: number): FeelDate | undefined {
    const whole = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(day);
    if (!whole || Math.abs(year) > MAX_YEAR || month < 1 || month > 12) return undefined;
    return day < 1 || day > daysInMonth(year, month) ? undefined : new FeelDate(year, month, day);
  }

  static fromEpochDay(days: number): FeelDate | undefined {
    const { year, month, day } = dayFromEpoch(days);
    return FeelDate.of(year, month, day);
  }

  get epochDay(): number {
    return daysFromEpoch(this);
  }

  /** 1 is Monday, 7 is Sunday. */
  get weekday(): number {
    return ((((this.epochDay + 3) % 7) + 7) % 7) + 1;
  }

  /** The same day of another month, or the last one of a shorter month. */
  plusMonths(months: number): FeelDate | undefined {
    const index = this.year * 12 + this.month - 1 + months;
    const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
    return FeelDate.of(year, month, Math.min(this.day, daysInMonth(year, month)));
  }

  property(name: string): FeelValue | undefined {
    switch (name) {
      case 'year':
        return this.year;
      case 'month':
        return this.month;
      case 'day':
        return this.day;
      case 'weekday':
        return this.weekday;
      default:
        return undefined;
    }
  }

  override toString(): string {
    const pad = (value: number, width: number): string => String(Math.abs(value)).padStart(width, '0');
    return `${this.year < 0 ? '-' : ''}${pad(this.year, 4)}-${pad(this.month, 2)}-${pad(this.day, 2)}`;
  }
}
