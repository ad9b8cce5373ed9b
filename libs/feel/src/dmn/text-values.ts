import type { FeelValue } from '../values/feel-object';
import { type Kind, readTemporal } from './value-kinds';

/** A value of FEEL from text of an XML schema type (`xsd:decimal`, `xsd:date`, …); text that it cannot hold stays text. */
export function valueOfText(text: string, type: string): FeelValue {
  const name = type.slice(type.indexOf(':') + 1);
  if (NUMBERS.has(name)) return Number(text);
  if (name === 'boolean') return text.trim() === 'true';
  for (const kind of KINDS[name] ?? []) {
    const value = readTemporal(text.trim(), kind);
    if (value !== undefined) return value;
  }
  return text;
}

const NUMBERS = new Set(['decimal', 'double', 'float', 'integer', 'int', 'long']);

const KINDS: Readonly<Record<string, readonly Kind[]>> = {
  date: ['date'],
  time: ['time'],
  dateTime: ['date and time'],
  duration: ['days and time duration', 'years and months duration'],
};
