import { type Found, publicKey } from '@partitura/runtime';

/** The `page` member of a search's answer. */
export function pageView<Item>(found: Found<Item>, placeOf: (item: Item) => readonly [number, number]) {
  const cursor = (item: Item) => Buffer.from(publicKey(...placeOf(item))).toString('base64url');
  const first = found.items[0];
  const last = found.items.at(-1);
  return {
    totalItems: found.total,
    hasMoreTotalItems: found.more,
    ...(first === undefined ? {} : { startCursor: cursor(first) }),
    ...(last === undefined ? {} : { endCursor: cursor(last) }),
  };
}
