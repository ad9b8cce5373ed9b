/**
 * The placement of a command line as the setting `PLACEMENT` has it.
 *
 * @param {string} text `orchestrated`, `choreographed`, or `payment=payment,shipping=shipping`
 * @returns {string | undefined} undefined when it is none of them
 */
export function readPlacement(text) {
  if (text === 'orchestrated' || text === 'choreographed') return text;
  const pairs = text.split(',').map((pair) => pair.split('='));
  if (!pairs.every((pair) => pair.length === 2 && pair.every((name) => /^[^\s=]+$/.test(name))))
    return undefined;
  return JSON.stringify(Object.fromEntries(pairs));
}
