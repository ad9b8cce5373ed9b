import { FeelObject, type FeelValue } from './feel-object';
import { quotedText } from './feel-text';

/** An interval; an end that is null has no limit (as in `> 3`). */
export class FeelRange extends FeelObject {
  readonly type = 'range';

  constructor(
    readonly start: FeelValue,
    readonly end: FeelValue,
    readonly startIncluded: boolean,
    readonly endIncluded: boolean,
  ) {
    super();
  }

  override toString(): string {
    const [open, close] = [this.startIncluded ? '[' : '(', this.endIncluded ? ']' : ')'];
    return `${open}${quotedText(this.start)}..${quotedText(this.end)}${close}`;
  }

  property(name: string): FeelValue | undefined {
    switch (name) {
      case 'start':
        return this.start;
      case 'end':
        return this.end;
      case 'start included':
        return this.startIncluded;
      case 'end included':
        return this.endIncluded;
      default:
        return undefined;
    }
  }
}
