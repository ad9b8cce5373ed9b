/**
 * The name of a pool as the name of a service: lower case with hyphens (`Order Service` → `order-service`).
 * Undefined when nothing is left of it that may stand in the name of a topic.
 */
export function participantName(label: string): string | undefined {
  const words = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const name = words.join('-');
  return /^[a-z0-9-]+$/.test(name) ? name : undefined;
}
