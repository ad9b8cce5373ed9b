import type { BpmnModdle, ModdleWarning, ParsedBpmn } from 'bpmn-moddle';

/** Texts up to this length are parsed to their end to find every problem. */
const SHORT = 256 * 1024;

/** What moddle warns of when it is lax, as opposed to XML that cannot be read on. */
const SKIPPED =
  /nested error: (duplicate ID|illegal ID|unrecognized element|unknown type|expected no sub nodes)/;

/**
 * Parses BPMN with moddle. For each element that it skips, moddle counts lines from the beginning of the text, so
 * that a large file full of them would take hours: there, the first one is the only one that is reported.
 */
export async function parseBpmn(moddle: BpmnModdle, xml: string): Promise<ParsedBpmn> {
  try {
    return await moddle.fromXML(xml, { lax: false });
  } catch (cause) {
    if (xml.length <= SHORT) return moddle.fromXML(xml);
    if (!(cause instanceof Error) || !SKIPPED.test(cause.message)) throw cause;
    const warnings: readonly ModdleWarning[] = [{ message: cause.message }];
    return { rootElement: moddle.create('bpmn:Definitions'), elementsById: {}, references: [], warnings };
  }
}
