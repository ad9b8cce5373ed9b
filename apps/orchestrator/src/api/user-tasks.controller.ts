import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import type { SagaState, UserTaskState } from '@partitura/engine';
import { Runtime, type SagaQueries } from '@partitura/runtime';
import { pageOf } from '../schemas/page';
import { assignUserTask, completeUserTask, searchUserTasks, updateUserTask } from '../schemas/user-tasks';
import { QUERIES } from '../tokens';
import { pageView } from '../views/page-view';
import { userTaskView } from '../views/user-task-view';
import { ApiProblem } from './api-problem';
import { type Found, SagaCommands } from './saga-commands';
import { userTaskFilterOf } from './search-filters';
import { valid } from './validate';

const isUserTask = ({ jobs }: SagaState, id: number) => jobs[id]?.kind === 'user';

@Controller('v2/user-tasks')
export class UserTasksController {
  constructor(
    private readonly runtime: Runtime,
    private readonly sagas: SagaCommands,
    @Inject(QUERIES) private readonly queries: SagaQueries,
  ) {}

  @Get(':userTaskKey')
  async get(@Param('userTaskKey') key: string) {
    const { number, state, sagaId, localId } = await this.task(key);
    const job = state.jobs[localId];
    const element = state.elements[job?.element ?? 0];
    const instance = state.instances[element?.instance ?? 0];
    if (!job || !element || !instance) throw new Error(`User task ${key} stands in no process instance.`);
    const { process, score = state.score, id } = instance;
    return userTaskView(
      { sagaId, number, score, process, instance: id, elementId: element.element, job },
      this.runtime.registry,
    );
  }

  @Post('search')
  @HttpCode(200)
  async search(@Body() body: unknown) {
    const { filter, page, sort } = valid(searchUserTasks, body ?? {});
    const found = await this.queries.searchUserTasks(userTaskFilterOf(filter), pageOf(page, sort));
    return {
      items: found.items.map((item) => userTaskView(item, this.runtime.registry)),
      page: pageView(found, ({ number, job }) => [number, job.id]),
    };
  }

  @Post(':userTaskKey/completion')
  @HttpCode(204)
  async complete(@Param('userTaskKey') key: string, @Body() body: unknown): Promise<void> {
    const { variables } = valid(completeUserTask, body);
    const found = await this.task(key);
    await this.sagas.tell(found, { kind: 'completeUserTask', job: found.localId, variables });
  }

  @Post(':userTaskKey/assignment')
  @HttpCode(204)
  async assign(@Param('userTaskKey') key: string, @Body() body: unknown): Promise<void> {
    const { assignee, allowOverride } = valid(assignUserTask, body);
    const found = await this.task(key);
    const assigned = found.state.jobs[found.localId]?.task?.assignee;
    if (allowOverride === false && assigned)
      throw new ApiProblem(
        'INVALID_STATE',
        `User task ${key} is assigned to ${assigned}: allow to override that, or unassign it first.`,
      );
    await this.change(found, { assignee });
  }

  @Delete(':userTaskKey/assignee')
  @HttpCode(204)
  async unassign(@Param('userTaskKey') key: string): Promise<void> {
    await this.change(await this.task(key), { assignee: '' });
  }

  @Patch(':userTaskKey')
  @HttpCode(204)
  async update(@Param('userTaskKey') key: string, @Body() body: unknown): Promise<void> {
    const { changeset } = valid(updateUserTask, body ?? {});
    const changes = Object.fromEntries(
      Object.entries(changeset ?? {}).filter(([, value]) => value !== null && value !== undefined),
    );
    await this.change(await this.task(key), changes);
  }

  private async change(found: Found, changes: UserTaskState): Promise<void> {
    await this.sagas.tell(found, { kind: 'changeUserTask', job: found.localId, changes });
  }

  private task(key: string): Promise<Found> {
    return this.sagas.find('user task', key, isUserTask);
  }
}
