import type { LoggerService } from '@nestjs/common';
import type { Bus } from '@partitura/runtime';
import type { DataSource } from 'typeorm';
import type { TaskRegistry } from '../handlers/task-registry';
import type { JobMetrics } from '../jobs/job-metrics';
import type { InboxSettings } from '../participant-options';
import type { InboxMetrics } from './inbox-metrics';

/** What the parts of one inbox share. */
export interface InboxServices {
  readonly participant: string;
  readonly dataSource: DataSource;
  readonly bus: Bus;
  readonly registry: TaskRegistry;
  readonly settings: InboxSettings;
  readonly metrics: InboxMetrics;
  readonly jobMetrics: JobMetrics;
  readonly log: LoggerService;
  /** This process in leases; a UUID made at start. */
  readonly owner: string;
}
