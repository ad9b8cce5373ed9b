import type { Binding } from '@partitura/bpmn';
import type { Library } from '@partitura/engine';
import type { LoadedScore } from './loaded-score';
import type { ScoreRegistry } from './score-registry';

/** What the engine sees of everything that is deployed. */
export const libraryOf = (registry: ScoreRegistry): Library => ({
  score: (key) => {
    const loaded = registry.get(key);
    if (!loaded) throw new Error(`The score ${key} is not deployed here: deploy it.`);
    return loaded.score;
  },
  process: (id, binding, caller) =>
    choose(registry.versionsOf(id), binding, registry.get(caller), ({ score, process }) => ({
      from: score,
      versionTag: process.versionTag,
    }))?.score.key,
  decision: (id, binding, caller) =>
    choose(registry.decisionVersionsOf(id), binding, registry.get(caller), ({ loaded, decision }) => ({
      from: loaded,
      versionTag: decision.versionTag,
    }))?.decision,
});

type Deployed = Pick<LoadedScore, 'deploymentKey' | 'position'>;

/**
 * The version that a binding means, of versions in order of deployment. One that was deployed together with the caller may be
 * older than it: a file that had not changed stayed as it was.
 */
function choose<Version>(
  versions: readonly Version[],
  binding: Binding,
  caller: Deployed | undefined,
  about: (version: Version) => { readonly from: Deployed; readonly versionTag?: string },
): Version | undefined {
  switch (binding.type) {
    case 'latest':
      return versions.at(-1);
    case 'versionTag':
      return versions.findLast((version) => about(version).versionTag === binding.versionTag);
    case 'deployment':
      return versions.findLast((version) => {
        const { from } = about(version);
        return from.deploymentKey === caller?.deploymentKey || from.position < (caller?.position ?? 0);
      });
  }
}
