import { Controller, Get } from '@nestjs/common';
import { Runtime } from '@partitura/runtime';

/** Partitura's own view: who runs fragments beside the orchestrator, and who has another text than was deployed. */
@Controller('v2/hosts')
export class HostsController {
  constructor(private readonly runtime: Runtime) {}

  @Get()
  async list() {
    const status = await this.runtime.deployments?.status();
    const drift = status?.drift ?? [];
    const items = (status?.hosts ?? []).map((host) => ({
      host: host.name,
      state: host.isAlive ? 'up' : 'away',
      participants: host.participants,
      number: host.number ?? null,
      identity: host.identity,
      protocol: host.protocol,
      lastSeenAt: new Date(host.seenAt).toISOString(),
      problem: host.problem
        ? { message: host.problem.text, at: new Date(host.problem.at).toISOString() }
        : null,
      drift: drift
        .filter((one) => one.host === host.name)
        .map(({ composition, version, resource, reason }) => ({
          id: composition,
          version,
          resource,
          reason,
        })),
    }));
    return { items };
  }
}
