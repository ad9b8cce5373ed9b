import type { Binding } from '@partitura/bpmn';
import type { StoredScore } from '../ports/score-store';

type Deployed = Pick<StoredScore, 'deploymentKey' | 'position'>;

/**
 * The version that a binding means, of versions in order of deployment. One that was deployed together with the caller may be
 * older than it: a file that had not changed stayed as it was.
 */
export function chooseVersion<Version>(
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
