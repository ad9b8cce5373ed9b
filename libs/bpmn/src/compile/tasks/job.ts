import { constant, parseDuration, type Expression } from '@partitura/feel';
import type { JobDefinition } from '../../model';
import { defaultJobType } from '../../names/default-job-type';
import { textOf, type XmlElement } from '../../xml/element';
import { extensionOf, propertyOf } from '../../xml/extensions';
import { compileCount, compileParsed, compileText } from '../expressions';
import type { ProcessContext } from '../process-context';
import { compileHeaders } from './headers';

const DEFAULT_RETRIES = constant(3);

/** What a service task, or a throw event that a worker does, asks its worker for. */
export function compileJob(context: ProcessContext, xml: XmlElement): JobDefinition | undefined {
  const definition = extensionOf(xml, 'zeebe:TaskDefinition');
  const type = compileType(context, xml, textOf(definition, 'type'));
  const retries = textOf(definition, 'retries');
  const attempts =
    retries === undefined ? DEFAULT_RETRIES : compileCount(context, xml, 'number of retries', retries);
  const backoff = propertyOf(xml, 'retryBackoff');
  const retryBackoff =
    backoff === undefined
      ? undefined
      : compileParsed(context, xml, 'property retryBackoff', backoff, parseDuration);
  if (!type || !attempts) return undefined;
  return { type, retries: attempts, ...(retryBackoff ? { retryBackoff } : {}), headers: compileHeaders(xml) };
}

function compileType(
  context: ProcessContext,
  xml: XmlElement,
  type: string | undefined,
): Expression | undefined {
  if (type !== undefined) return compileText(context, xml, 'job type', type.trim());
  const { participant } = context.process;
  if (participant === undefined) {
    context.refuse(
      'task-definition',
      xml,
      'it has no task definition, so that no worker can be asked. Set its job type, or draw a pool around the process: there the default is <participant>.<nameInCamelCase>.',
    );
    return undefined;
  }
  return constant(defaultJobType(participant, textOf(xml, 'name'), String(xml.id)));
}
