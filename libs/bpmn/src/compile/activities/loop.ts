import type { LoopCharacteristics, StandardLoop } from '../../model';
import { childOf, flagOf, numberOf, textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileCount, compileFormula } from '../expressions';
import type { ProcessContext } from '../process-context';
import { compileOutput, compileVariableName } from './output';

/** The marker of an activity that runs several times: multi-instance or standard loop. */
export function compileLoop(context: ProcessContext, xml: XmlElement): LoopCharacteristics | undefined {
  const marker = childOf(xml, 'loopCharacteristics');
  if (!marker) return undefined;
  return marker.$type === 'bpmn:StandardLoopCharacteristics'
    ? compileStandardLoop(context, xml, marker)
    : compileMultiInstance(context, xml, marker);
}

function compileStandardLoop(
  context: ProcessContext,
  xml: XmlElement,
  marker: XmlElement,
): StandardLoop | undefined {
  const text = textOf(childOf(marker, 'loopCondition'), 'body');
  const maximum = numberOf(marker, 'loopMaximum');
  if (text === undefined && maximum === undefined) {
    context.refuse('loop', xml, 'its loop would never end. Give it a loop condition in FEEL, or a maximum.');
    return undefined;
  }
  if (maximum !== undefined && (!Number.isInteger(maximum) || maximum < 0)) {
    context.refuse('loop', xml, `the maximum ${maximum} of its loop is no whole number from 0. Correct it.`);
    return undefined;
  }
  const condition = text === undefined ? undefined : compileFormula(context, xml, 'loop condition', text);
  return {
    kind: 'standardLoop',
    testBefore: flagOf(marker, 'testBefore', false),
    ...(condition ? { condition } : {}),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

function compileMultiInstance(
  context: ProcessContext,
  xml: XmlElement,
  marker: XmlElement,
): LoopCharacteristics | undefined {
  const behavior = textOf(marker, 'behavior') ?? 'All';
  if (behavior !== 'All') {
    context.refuse(
      'not-supported',
      xml,
      `events of a multi-instance (behavior '${behavior}') are not supported. Remove the attribute, and use a completion condition.`,
    );
  }
  const zeebe = extensionOf(marker, 'zeebe:LoopCharacteristics');
  const collectionText = textOf(zeebe, 'inputCollection');
  const cardinalityText = textOf(childOf(marker, 'loopCardinality'), 'body');
  if ((collectionText === undefined) === (cardinalityText === undefined)) {
    const what = collectionText === undefined ? 'neither a collection nor' : 'both a collection and';
    context.refuse(
      'multi-instance',
      xml,
      `its multi-instance has ${what} a cardinality. Give it one of both: an input collection (zeebe:loopCharacteristics) or a loop cardinality.`,
    );
    return undefined;
  }
  const collection =
    collectionText === undefined
      ? undefined
      : compileFormula(context, xml, 'input collection', collectionText);
  const cardinality =
    cardinalityText === undefined
      ? undefined
      : compileCount(context, xml, 'loop cardinality', cardinalityText);
  const output = compileOutput(context, xml, zeebe);
  const untilText = textOf(childOf(marker, 'completionCondition'), 'body');
  const completionCondition =
    untilText === undefined ? undefined : compileFormula(context, xml, 'completion condition', untilText);
  const inputElement = compileVariableName(context, xml, zeebe, 'inputElement');
  return {
    kind: 'multiInstance',
    sequential: flagOf(marker, 'isSequential', false),
    ...(collection ? { collection } : {}),
    ...(cardinality ? { cardinality } : {}),
    ...(inputElement === undefined ? {} : { inputElement }),
    ...output,
    ...(completionCondition ? { completionCondition } : {}),
  };
}
