import { BpmnModdle } from 'bpmn-moddle';
import type { ModelDocument } from './model-document';
import { withAttributesKept } from './kept-attributes';
import { protectWhiteSpace } from './white-space';

const moddle = new BpmnModdle();

/**
 * Writes a model as BPMN 2.0 XML in UTF-8, indented. Reading it again gives an equal model.
 */
export async function writeModel({ definitions }: ModelDocument): Promise<string> {
  return withAttributesKept(definitions, async () => {
    const { xml } = await moddle.toXML(definitions, { format: true });
    return protectWhiteSpace(xml);
  });
}
