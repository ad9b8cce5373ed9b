import { Controller } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { PARTITURA_TRANSPORT } from './transport';
import { taskMetadataOf, type TaskExtras } from './task-metadata';

const PARTICIPANT_METADATA = 'partitura:participant';
const participantName = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Marks a class whose `@Task` and `@CompensationFor` methods do the work of one participant (a pool's name in
 * lower case with hyphens). The class is a Nest controller: list it in a module's `controllers`.
 *
 * Throws at load time when the name has another form.
 */
export function Participant(name: string): ClassDecorator {
  if (!participantName.test(name))
    throw new Error(
      `@Participant('${name}'): a participant is a pool's name in lower case with hyphens, e.g. 'payment' or 'order-service'.`,
    );
  return (target) => {
    Controller()(target);
    Reflect.defineMetadata(PARTICIPANT_METADATA, name, target);
    // Method decorators ran before this one, without knowing the participant: only now the job types are complete.
    for (const { method, task } of taskMetadataOf(target.prototype as object)) {
      const jobType = task.type ?? `${name}.${task.name}`;
      if (task.kind === 'task' && jobType !== `${name}.${task.name}`)
        throw new Error(
          `@Task('${task.name}') on ${target.name}.${method} of participant '${name}' is given the type '${jobType}'. A task's job type is '${name}.${task.name}': correct the name or the participant.`,
        );
      const descriptor = Object.getOwnPropertyDescriptor(target.prototype, method) as PropertyDescriptor;
      const extras: TaskExtras = {
        partitura: { ...task, jobType, method, participant: name, handler: target.name },
      };
      MessagePattern(jobType, PARTITURA_TRANSPORT, extras)(target.prototype as object, method, descriptor);
    }
  };
}

/** The participant that a class was marked with; undefined for other classes. */
export const participantOf = (type: object): string | undefined =>
  Reflect.getOwnMetadata(PARTICIPANT_METADATA, type) as string | undefined;
