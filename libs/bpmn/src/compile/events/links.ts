import { textOf } from '../../xml/element';
import type { NodeDraft } from '../draft';
import type { ProcessContext } from '../process-context';
import { definitionsOf } from './event-kinds';

/** Links each link throw event with the catch event of its name in the same scope. */
export function linkLinkEvents(context: ProcessContext): void {
  const drafts = [...context.process.nodes.values()];
  const targets = new Map<string, NodeDraft>();
  for (const draft of drafts.filter(({ node }) => node.kind === 'linkCatchEvent')) {
    const key = placeOf(context, draft);
    const other = key === undefined ? undefined : targets.get(key);
    if (other) {
      context.refuse(
        'link',
        draft.xml,
        `${other.node.id} catches the link '${nameOf(draft) ?? ''}' already. Keep one of them.`,
      );
    }
    if (key !== undefined) targets.set(key, draft);
  }
  const reached = new Set<NodeDraft>();
  for (const draft of drafts.filter(({ node }) => node.kind === 'linkThrowEvent')) {
    const key = placeOf(context, draft);
    if (key === undefined) continue;
    const target = targets.get(key);
    if (target) {
      draft.node.linkTarget = target.node;
      reached.add(target);
    } else {
      context.refuse(
        'link',
        draft.xml,
        `no link catch event of the same scope has the name '${nameOf(draft) ?? ''}'. Draw one, or correct the name.`,
      );
    }
  }
  for (const target of targets.values()) {
    if (!reached.has(target)) {
      context.refuse(
        'link',
        target.xml,
        'no link throw event of the same scope leads to it. Draw one, or remove it.',
      );
    }
  }
}

const nameOf = ({ xml }: NodeDraft): string | undefined => textOf(definitionsOf(xml)[0], 'name')?.trim();

function placeOf(context: ProcessContext, draft: NodeDraft): string | undefined {
  const name = nameOf(draft);
  if (name === undefined) context.refuse('link', draft.xml, 'its link has no name. Name it.');
  return name === undefined ? undefined : `${draft.node.scope ?? ''} ${name}`;
}
