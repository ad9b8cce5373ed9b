import type { Library } from '@partitura/engine';
import { chooseVersion } from './choose-version';
import type { ScoreRegistry } from './score-registry';

/** What the engine sees of everything that is deployed. */
export const libraryOf = (registry: ScoreRegistry): Library => ({
  score: (key) => {
    const loaded = registry.get(key);
    if (!loaded) throw new Error(`The score ${key} is not deployed here: deploy it.`);
    return loaded.score;
  },
  messageSchema: (reference, caller) => registry.messageSchema(reference, caller),
  placement: (key) => registry.get(key)?.placement,
  process: (id, binding, caller) =>
    chooseVersion(registry.versionsOf(id), binding, registry.get(caller), ({ score, process }) => ({
      from: score,
      versionTag: process.versionTag,
    }))?.score.key,
  decision: (id, binding, caller) =>
    chooseVersion(registry.decisionVersionsOf(id), binding, registry.get(caller), ({ loaded, decision }) => ({
      from: loaded,
      versionTag: decision.versionTag,
    }))?.decision,
});
