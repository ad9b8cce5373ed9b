import { Controller, Get, Inject } from '@nestjs/common';
import { Runtime, type SagaQueries } from '@partitura/runtime';
import { QUERIES } from '../tokens';
import { compositionView } from '../views/composition-view';

/** Partitura's own view of what is deployed: every version of every composition, in order of deployment. */
@Controller('v2/compositions')
export class CompositionsController {
  constructor(
    private readonly runtime: Runtime,
    @Inject(QUERIES) private readonly queries: SagaQueries,
  ) {}

  @Get()
  async list() {
    const [status, counts] = await Promise.all([
      this.runtime.deployments?.status(),
      this.queries.countSagas(),
    ]);
    const items = (status?.compositions ?? []).map((composition) => {
      const count = counts.find(({ score }) => score === composition.key);
      return {
        ...compositionView(composition),
        sagas: { active: count?.active ?? 0, withIncidents: count?.withIncidents ?? 0 },
      };
    });
    return { items };
  }
}
