import { childOf, textOf, type XmlElement } from '../../xml/element';
import { propertyOf } from '../../xml/extensions';

/** A reference to a JSON file; types of XML Schema, and names of classes, are documentation. */
const TO_JSON = /\.json(#.*)?$/i;

/**
 * What a message says of its variables (BPMN 2.0.2, 8.4.10 and 8.4.11): the `structureRef` of its item definition when it leads
 * to a JSON file, or the property `schema` of the message.
 */
export function schemaOf(message: XmlElement | undefined): string | undefined {
  if (!message) return undefined;
  const property = propertyOf(message, 'schema')?.trim();
  if (property !== undefined) return property;
  const structure = textOf(childOf(message, 'itemRef'), 'structureRef')?.trim();
  return structure !== undefined && TO_JSON.test(structure) ? structure : undefined;
}
