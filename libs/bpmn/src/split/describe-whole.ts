import type { ModelElement } from '../document/model-document';
import { childOf, childrenOf, idOf, textOf } from '../xml/element';
import { collaborationsOf, type Composition } from './composition';
import type { DrawnPool } from './pools';
import { wordElement, words } from './vocabulary';

/** What a fragment says of the composition that it is a part of. */
export function describeWhole(composition: Composition, here: readonly DrawnPool[]): ModelElement {
  const { document, version, whole, pools } = composition;
  const { $model: model } = document.definitions;
  const [collaboration] = collaborationsOf(document);
  const text = wordElement(model, words.whole, {});
  Object.assign(text, { $body: whole });
  return wordElement(model, words.fragment, { of: collaboration && idOf(collaboration), version }, [
    ...pools.all.map((pool) =>
      wordElement(model, words.participant, {
        ...participant(composition, pool),
        here: here.includes(pool) ? 'true' : undefined,
      }),
    ),
    ...messageFlows(composition).map((flow) => wordElement(model, words.messageFlow, flow)),
    text,
  ]);
}

function participant({ score }: Composition, pool: DrawnPool): Readonly<Record<string, string | undefined>> {
  const compiled = score?.participants.find(({ id }) => id === pool.id);
  return compiled
    ? { pool: pool.id, name: compiled.name, label: compiled.label, process: compiled.processId }
    : { pool: pool.id, name: pool.name, label: pool.label, process: textOf(pool.process, 'id') };
}

/** As drawn, with the pools at both ends. */
function messageFlows({
  document,
  pools,
}: Composition): readonly Readonly<Record<string, string | undefined>>[] {
  const flows = collaborationsOf(document).flatMap((one) => childrenOf(one, 'messageFlows'));
  return flows.map((flow) => {
    const [source, target] = [childOf(flow, 'sourceRef'), childOf(flow, 'targetRef')];
    return {
      ref: idOf(flow),
      source: source && idOf(source),
      target: target && idOf(target),
      from: pools.of(source)?.id,
      to: pools.of(target)?.id,
    };
  });
}
