import type { DiscoveryService } from '@nestjs/core';
import { participantOf } from './participant.decorator';
import { taskMetadataOf } from './task-metadata';

/** Handlers that Nest would silently ignore. Throws with the remedy; called once, before the application starts. */
export function checkWiring(discovery: DiscoveryService, participant: string): void {
  for (const { metatype } of discovery.getProviders())
    if (typeof metatype === 'function' && participantOf(metatype) !== undefined)
      throw new Error(
        `${metatype.name} is a @Participant but is listed as a provider, where no message reaches it. Move it to the module's \`controllers\`.`,
      );
  for (const { metatype } of discovery.getControllers()) {
    if (typeof metatype !== 'function') continue;
    const name = participantOf(metatype);
    const methods = declaredTasks(metatype);
    if (name === undefined && methods.length > 0)
      throw new Error(
        `${metatype.name}.${methods[0]} is a task, but its class has no @Participant. Add @Participant('${participant}') to ${metatype.name}.`,
      );
    if (name !== undefined && name !== participant)
      throw new Error(
        `${metatype.name} belongs to participant '${name}', but this service is '${participant}' and gets only its commands. Use @Participant('${participant}'), or move the class to the service of '${name}'.`,
      );
    const inherited = methods.find((method) => !Object.hasOwn(metatype.prototype as object, method));
    if (inherited !== undefined)
      throw new Error(
        `${metatype.name} inherits the task ${inherited}, and job types are bound in the class that declares them. Declare the method in ${metatype.name}, calling super.${inherited}().`,
      );
  }
  for (const { metatype } of discovery.getProviders())
    if (
      typeof metatype === 'function' &&
      metatype.prototype !== undefined &&
      declaredTasks(metatype).length > 0
    )
      throw new Error(
        `${metatype.name} has tasks but is listed as a provider. Add @Participant('${participant}') to it and move it to the module's \`controllers\`.`,
      );
}

/** Names of task methods in a class and those it extends. */
function declaredTasks(type: { prototype: unknown }): string[] {
  const methods: string[] = [];
  for (
    let level = type.prototype as object | null;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object | null
  )
    methods.push(...taskMetadataOf(level).map(({ method }) => method));
  return methods;
}
