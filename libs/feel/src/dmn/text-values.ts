import { date, dateAndTime, duration, time } from 'feelin';

/** A value of FEEL from text of an XML schema type (`xsd:decimal`, `xsd:date`, …); text that it cannot hold stays text. */
export function valueOfText(text: string, type: string): unknown {
  try {
    return read(text, type);
  } catch {
    return text;
  }
}

function read(text: string, type: string): unknown {
  switch (type.slice(type.indexOf(':') + 1)) {
    case 'decimal':
    case 'double':
    case 'float':
    case 'integer':
    case 'int':
    case 'long':
      return Number(text);
    case 'boolean':
      return text.trim() === 'true';
    case 'date':
      return date(text.trim());
    case 'time':
      return time(text.trim());
    case 'dateTime':
      return dateAndTime(text.trim());
    case 'duration':
      return duration(text.trim());
    default:
      return text;
  }
}
