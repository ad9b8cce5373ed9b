import type { ModelElement } from '../document/model-document';
import { newElement } from '../document/new-element';
import type { FlowNode, ProcessModel } from '../model';
import { extensionOf } from '../xml/extensions';
import { textOf } from '../xml/element';
import { addTo, derived } from './derived';
import type { Explanation } from './explanation';
import { PREFIX } from '../split/vocabulary';

/** Writes the default job types and retries of a process into the model; gives a line for each. */
export function writeJobs(explanation: Explanation, process: ProcessModel): readonly string[] {
  return [...process.elements.values()].flatMap((node) => {
    const task = explanation.element(node.id);
    const type = node.job?.type.constant;
    const definition = extensionOf(task, 'zeebe:TaskDefinition') as ModelElement | undefined;
    if (!task || typeof type !== 'string') return [];
    const missing = [
      ...(textOf(definition, 'type') === undefined ? ['type'] : []),
      ...(definition && Object.hasOwn(definition, 'retries') ? [] : ['retries']),
    ];
    if (missing.length === 0) return [];
    const retries = node.job?.retries.source ?? '';
    const written = definition ?? addDefinition(task);
    written.set('type', textOf(written, 'type') ?? type);
    written.set('retries', textOf(written, 'retries') ?? retries);
    written.$attrs[`${PREFIX}:derived`] = missing.join(' ');
    return missing.includes('type') ? [`${nameOf(node)}: job ${type}, ${retries} retries`] : [];
  });
}

/** A line for each event that gets messages by the saga id alone. */
export function correlations(process: ProcessModel): readonly string[] {
  return [...process.elements.values()]
    .filter(({ message, triggerOf }) => message?.inner && triggerOf === undefined)
    .map(nameOf);
}

const nameOf = ({ name, id }: FlowNode): string => (name ?? id).replace(/\s+/g, ' ');

function addDefinition(task: ModelElement): ModelElement {
  const { $model: model } = task;
  const around =
    (task as { extensionElements?: ModelElement }).extensionElements ??
    newElement(model, 'bpmn:ExtensionElements', {});
  Object.assign(around, { $parent: task });
  task.set('extensionElements', around);
  const definition = newElement(model, 'zeebe:TaskDefinition', {});
  addTo(around, 'values', definition);
  return definition;
}

/** A remark of a process. */
export function addNote(explanation: Explanation, process: ModelElement, text: string): ModelElement {
  const note = derived(
    process,
    'bpmn:TextAnnotation',
    { id: explanation.ids.fresh(`${String(process.id)}_note`), text },
    'what holds without being drawn.',
  );
  addTo(process, 'artifacts', note);
  return note;
}
