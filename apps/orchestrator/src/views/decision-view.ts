import type { DecisionDefinition } from '@partitura/runtime';

/** A deployed decision as Camunda's API shows it. */
export const decisionView = ({ decision, loaded, key, version }: DecisionDefinition) => ({
  decisionDefinitionId: decision.id,
  decisionDefinitionKey: key,
  decisionDefinitionName: decision.name,
  decisionDefinitionVersion: version,
  decisionRequirementsId: loaded.id,
  decisionRequirementsKey: loaded.key,
  tenantId: '<default>',
});
