import type { Binding } from '@partitura/bpmn';
import type { Library } from '@partitura/engine';
import type { ScoreRegistry } from './score-registry';

/** What the engine sees of everything that is deployed. */
export const libraryOf = (registry: ScoreRegistry): Library => ({
  score: (key) => {
    const loaded = registry.get(key);
    if (!loaded) throw new Error(`The score ${key} is not deployed here: deploy it.`);
    return loaded.score;
  },
  process: (id, binding, caller) => findProcess(registry, id, binding, caller),
  decision: () => undefined,
});

function findProcess(
  registry: ScoreRegistry,
  id: string,
  binding: Binding,
  caller: string,
): string | undefined {
  const versions = registry.allDefinitions.filter(({ process }) => process.id === id);
  const fitting = versions.filter(({ score, process }) => {
    if (binding.type === 'versionTag') return process.versionTag === binding.versionTag;
    if (binding.type === 'deployment') return score.deploymentKey === registry.get(caller)?.deploymentKey;
    return true;
  });
  return fitting.at(-1)?.score.key;
}
