import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { type CommandBody, Runtime, type SagaQueries } from '@partitura/runtime';
import { traceparentOf } from '@partitura/telemetry';
import { z } from 'zod';
import { pageOf } from '../schemas/page';
import { searchIncidents } from '../schemas/search-incidents';
import { QUERIES } from '../tokens';
import { incidentView } from '../views/incident-view';
import { pageView } from '../views/page-view';
import { notFound } from './api-problem';
import { placeOf } from './place';
import { throwIfRefused } from './refusal';
import { linkToSagaOf } from './request-trace';
import { incidentFilterOf } from './search-filters';
import { valid } from './validate';

const skipBody = z.strictObject({
  reason: z.string().trim().min(1, 'say why the compensation may be left out').max(1000),
  doneByHand: z.boolean().optional(),
});
const resolveBody = z.strictObject({ operationReference: z.int().min(1).optional() }).nullish();

@Controller('v2/incidents')
export class IncidentsController {
  constructor(
    private readonly runtime: Runtime,
    @Inject(QUERIES) private readonly queries: SagaQueries,
  ) {}

  @Post('search')
  @HttpCode(200)
  async search(@Body() body: unknown) {
    const { filter, page, sort } = valid(searchIncidents, body ?? {});
    const { registry } = this.runtime;
    const found = await this.queries.searchIncidents(incidentFilterOf(filter, registry), pageOf(page, sort));
    return {
      items: found.items.map((item) => incidentView(item, registry)),
      page: pageView(found, ({ number, incident }) => [number, incident.id]),
    };
  }

  @Post(':incidentKey/resolution')
  @HttpCode(204)
  async resolve(@Param('incidentKey') key: string, @Body() body: unknown): Promise<void> {
    valid(resolveBody, body);
    await this.tell(key, (incident) => ({ kind: 'resolveIncident', incident }));
  }

  @Post(':incidentKey/skip')
  @HttpCode(204)
  async skip(@Param('incidentKey') key: string, @Body() body: unknown): Promise<void> {
    const skipping = valid(skipBody, body ?? {});
    await this.tell(key, (incident) => ({ kind: 'skipIncident', incident, ...skipping }));
  }

  private async tell(key: string, command: (incident: number) => CommandBody): Promise<void> {
    const { number, localId } = placeOf('incident', key);
    const saga = await this.runtime.sagaByNumber(number);
    if (!saga) throw notFound('incident', key);
    linkToSagaOf(saga);
    throwIfRefused(await this.runtime.tell(saga.sagaId, command(localId), traceparentOf(), saga.host));
  }
}
