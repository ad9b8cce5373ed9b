import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { publicKey, Runtime } from '@partitura/runtime';
import { traceparentOf } from '@partitura/telemetry';
import { broadcastSignal, correlateMessage, publishMessage } from '../schemas/messages';
import { ApiProblem } from './api-problem';
import { throwIfRefused } from './refusal';
import { valid } from './validate';

/** Messages and signals from outside. */
@Controller('v2')
export class MessagesController {
  constructor(private readonly runtime: Runtime) {}

  @Post('messages/publication')
  @HttpCode(200)
  async publish(@Body() body: unknown) {
    const { name, correlationKey, timeToLive, messageId, variables, sagaId } = valid(publishMessage, body);
    const published = await this.runtime.publish({
      name,
      key: correlationKey,
      variables,
      ttlMs: timeToLive,
      ...(messageId === '' ? {} : { messageId }),
      ...(sagaId === undefined ? {} : { sagaId }),
      traceparent: traceparentOf(),
    });
    throwIfRefused(published);
    return { messageKey: published.key, tenantId: '<default>' };
  }

  @Post('messages/correlation')
  @HttpCode(200)
  async correlate(@Body() body: unknown) {
    const { name, correlationKey: key, variables } = valid(correlateMessage, body);
    const [first] = await this.runtime.correlate({ name, key, variables, traceparent: traceparentOf() });
    if (!first)
      throw new ApiProblem(
        'NOT_FOUND',
        `Nobody waits for the message ${name} with the correlation key '${key}' and no process begins with it. Publish it with a time-to-live if it may wait.`,
      );
    return {
      messageKey: first.key,
      tenantId: '<default>',
      processInstanceKey: publicKey(first.number, first.instance),
      sagaId: first.sagaId,
    };
  }

  @Post('signals/broadcast')
  @HttpCode(200)
  async broadcast(@Body() body: unknown) {
    const { signalName: name, variables } = valid(broadcastSignal, body);
    const { key } = await this.runtime.broadcastSignal({ name, variables, traceparent: traceparentOf() });
    return { signalKey: key, tenantId: '<default>' };
  }
}
