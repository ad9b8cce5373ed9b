import type { Binding } from '../../model';
import { textOf, type XmlElement } from '../../xml/element';
import type { ProcessContext } from '../process-context';

/** Which version a call means: `bindingType` and `versionTag` of Camunda 8's extensions. */
export function compileBinding(
  context: ProcessContext,
  xml: XmlElement,
  call: XmlElement | undefined,
): Binding {
  const type = textOf(call, 'bindingType') ?? 'latest';
  switch (type) {
    case 'latest':
    case 'deployment':
      return { type };
    case 'versionTag': {
      const versionTag = textOf(call, 'versionTag')?.trim();
      if (versionTag !== undefined) return { type, versionTag };
      context.refuse('binding', xml, 'it is bound to a version tag but names none. Set the version tag.');
      return { type: 'latest' };
    }
    default:
      context.refuse(
        'binding',
        xml,
        `its binding '${type}' is unknown. Use latest, deployment or versionTag.`,
      );
      return { type: 'latest' };
  }
}
