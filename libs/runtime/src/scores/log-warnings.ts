import type { Logger } from '../logger';
import type { DeploymentResult } from './deploy';

/** Logs what the check of new versions warns of: nobody may look at the answer of a deployment. */
export function logWarnings({ scores }: DeploymentResult, logger: Logger): void {
  for (const { id, isNew, warnings = [] } of scores)
    for (const { message, rule, element, path } of isNew ? warnings : [])
      logger.warn({ score: id, rule, element, path }, message);
}
