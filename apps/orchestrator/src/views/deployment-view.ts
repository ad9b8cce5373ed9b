import {
  type CompositionStatus,
  type Deployed,
  type DeploymentResult,
  publicKeyOfDefinition,
  type ScoreRegistry,
} from '@partitura/runtime';
import { compositionView } from './composition-view';
import { decisionView } from './decision-view';

const tenantId = '<default>';

/**
 * A deployment as Camunda's API answers it: an entry per process, decision, requirements graph, form and schema; besides, where
 * its compositions run and whether their hosts have them, and what the check warns of.
 */
export const deploymentView = (
  { key, resources }: DeploymentResult,
  registry: ScoreRegistry,
  compositions: readonly CompositionStatus[],
) => ({
  deploymentKey: key,
  tenantId,
  ...warningsOf(resources),
  deployments: resources.flatMap((deployed): object[] => {
    switch (deployed.kind) {
      case 'bpmn':
        return processes(deployed, registry);
      case 'dmn':
        return [...decisions(deployed, registry), requirements(deployed)];
      case 'form':
        return [form(deployed)];
      case 'schema':
        return [schema(deployed)];
    }
  }),
  state: stateOf(compositions),
  placement: Object.assign({}, ...compositions.map(({ placement }) => placement)) as Record<string, string>,
  compositions: compositions.map(compositionView),
});

/** The worst of them. */
const stateOf = (compositions: readonly CompositionStatus[]): CompositionStatus['state'] =>
  (['refused', 'superseded', 'pending'] as const).find((state) =>
    compositions.some((one) => one.state === state),
  ) ?? 'active';

function warningsOf(resources: readonly Deployed[]) {
  const warnings = resources.flatMap(({ resource, warnings: found = [] }) =>
    found.map((finding) => ({ resource, ...finding })),
  );
  return warnings.length > 0 ? { warnings } : {};
}

const processes = ({ score, key, resource }: Deployed, registry: ScoreRegistry) =>
  (score?.processes ?? []).map(({ id, versionTag }, i) => {
    const processDefinitionKey = publicKeyOfDefinition(key, i);
    return {
      processDefinition: {
        processDefinitionId: id,
        processDefinitionVersion: registry.definition(processDefinitionKey)?.version ?? 0,
        processDefinitionKey,
        ...(versionTag === undefined ? {} : { versionTag }),
        resourceName: resource,
        tenantId,
      },
    };
  });

const decisions = ({ decisions: model, key }: Deployed, registry: ScoreRegistry) =>
  (model?.decisions ?? []).flatMap((_, i) => {
    const definition = registry.decision(publicKeyOfDefinition(key, i));
    if (!definition) return [];
    const {
      decisionDefinitionName: name,
      decisionDefinitionVersion: version,
      ...view
    } = decisionView(definition);
    return [{ decisionDefinition: { ...view, name, version } }];
  });

const requirements = ({ id, key, version, resource, decisions: model }: Deployed) => ({
  decisionRequirements: {
    decisionRequirementsId: id,
    decisionRequirementsKey: key,
    decisionRequirementsName: model?.name ?? id,
    decisionRequirementsVersion: version,
    resourceName: resource,
    tenantId,
  },
});

const form = ({ id, key, version, resource }: Deployed) => ({
  form: { formId: id, formKey: key, version, resourceName: resource, tenantId },
});

const schema = ({ id, key, version, resource }: Deployed) => ({
  resource: { resourceId: id, resourceKey: key, version, resourceName: resource, tenantId },
});
