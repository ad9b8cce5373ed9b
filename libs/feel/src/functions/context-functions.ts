import { type FeelContext, type FeelValue, isContext, setKey } from '../values/feel-object';
import { define, type Library } from './library-function';

const getEntries = define(['context', 'm'], ([context = null]) =>
  isContext(context) ? Object.entries(context).map(([key, value]) => ({ key, value })) : null,
);
const put = define(['context, key, value', 'context, keys, value'], ([context = null, key, value = null]) => {
  if (!isContext(context)) return null;
  if (typeof key === 'string') return putAt(context, [key], value) ?? null;
  return isPath(key) && key.length > 0 ? (putAt(context, key, value) ?? null) : null;
});
const merge = define(['contexts'], ([contexts = null]) =>
  mergeAll(Array.isArray(contexts) ? contexts : [contexts]),
);

export const contextFunctions: Library = {
  'get value': define(['context, key', 'context, keys', 'm, key'], ([context = null, key]) => {
    if (typeof key === 'string') return valueAt(context, [key]);
    return isPath(key) && key.length > 0 ? valueAt(context, key) : null;
  }),
  'get entries': getEntries,
  context: define(['entries'], ([entries = null]) => contextOf(entries)),
  'context put': put,
  put,
  'context merge': merge,
  'put all': {
    ...merge,
    rest: true,
    call: (args) => mergeAll(args.length === 1 && Array.isArray(args[0]) ? args[0] : args),
  },
};

const isPath = (value: FeelValue | undefined): value is string[] =>
  Array.isArray(value) && value.every((key) => typeof key === 'string');

function valueAt(context: FeelValue, path: readonly string[]): FeelValue {
  let value = context;
  for (const key of path) {
    if (!isContext(value) || !Object.hasOwn(value, key)) return null;
    value = value[key] ?? null;
  }
  return value;
}

/** Contexts on the way that are missing are made; undefined when something else is in the way. */
function putAt(
  context: FeelContext,
  [key = '', ...rest]: readonly string[],
  value: FeelValue,
): FeelContext | undefined {
  const result = { ...context };
  const old = Object.hasOwn(context, key) ? (context[key] ?? null) : null;
  if (rest.length > 0 && old !== null && !isContext(old)) return undefined;
  const inner = rest.length === 0 ? value : putAt(isContext(old) ? old : {}, rest, value);
  if (inner === undefined) return undefined;
  setKey(result, key, inner);
  return result;
}

function mergeAll(contexts: readonly (FeelValue | undefined)[]): FeelValue {
  const result: FeelContext = {};
  for (const context of contexts) {
    if (!isContext(context)) return null;
    for (const [key, value] of Object.entries(context)) setKey(result, key, value);
  }
  return result;
}

function contextOf(entries: FeelValue): FeelValue {
  const result: FeelContext = {};
  for (const entry of Array.isArray(entries) ? entries : [entries]) {
    if (!isContext(entry) || typeof entry['key'] !== 'string' || !Object.hasOwn(entry, 'value')) return null;
    setKey(result, entry['key'], entry['value'] ?? null);
  }
  return result;
}
