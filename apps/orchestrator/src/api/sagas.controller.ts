import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { isFinal } from '@partitura/engine';
import { type CommandBody, Runtime } from '@partitura/runtime';
import { traceparentOf } from '@partitura/telemetry';
import type { Request } from 'express';
import { z } from 'zod';
import { sagaView } from '../views/saga-view';
import { ApiProblem } from './api-problem';
import { throwIfRefused } from './refusal';
import { whenClosed } from './request-closed';
import { linkToSagaOf } from './request-trace';
import { valid } from './validate';

const query = z.object({
  wait: z.coerce
    .number('give seconds')
    .min(0, 'give seconds from 0')
    .max(300, 'wait 300 seconds at most')
    .optional(),
});

const reason = z.union([
  z
    .string()
    .min(1)
    .max(200)
    .transform((code) => ({ code })),
  z.strictObject({ code: z.string().min(1).max(200), message: z.string().max(2000).optional() }),
]);
const compensationBody = z.strictObject({ reason: reason.optional() });

/** Partitura's own view: the saga, of which process instances are parts. */
@Controller('v2/sagas')
export class SagasController {
  constructor(private readonly runtime: Runtime) {}

  @Get(':sagaId')
  async get(@Param('sagaId') sagaId: string, @Query() parameters: unknown, @Req() request: Request) {
    const { wait = 0 } = valid(query, parameters);
    const saga = wait === 0 ? await this.existing(sagaId) : await this.waitFor(sagaId, wait * 1000, request);
    return sagaView(saga, this.runtime.registry);
  }

  @Post(':sagaId/compensation')
  @HttpCode(202)
  async compensate(@Param('sagaId') sagaId: string, @Body() body: unknown) {
    const { reason: why = { code: 'COMPENSATION_REQUESTED' } } = valid(compensationBody, body ?? {});
    return this.tell(sagaId, { kind: 'compensateSaga', reason: why });
  }

  @Post(':sagaId/cancellation')
  @HttpCode(202)
  async cancel(@Param('sagaId') sagaId: string) {
    return this.tell(sagaId, { kind: 'cancelSaga' });
  }

  /** Begins to listen before it looks: an end in between is not missed. */
  private async waitFor(sagaId: string, timeoutMs: number, request: Request) {
    const listener = this.runtime.listen(sagaId, timeoutMs);
    whenClosed(request, () => listener.cancel());
    try {
      const saga = await this.existing(sagaId);
      if (isFinal(saga.overall)) return saga;
      await listener.end;
      return await this.existing(sagaId);
    } finally {
      listener.cancel();
    }
  }

  private async tell(sagaId: string, command: CommandBody) {
    const saga = await this.existing(sagaId);
    linkToSagaOf(saga);
    throwIfRefused(await this.runtime.tell(sagaId, command, traceparentOf()));
    return { sagaId };
  }

  private async existing(sagaId: string) {
    const saga = await this.runtime.saga(sagaId);
    if (!saga || saga.parts.length === 0)
      throw new ApiProblem(
        'NOT_FOUND',
        `There is no saga ${sagaId}: check the id; a saga begun by a message appears once it is taken in.`,
      );
    return saga;
  }
}
