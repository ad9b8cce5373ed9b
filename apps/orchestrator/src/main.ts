import { createLogger } from '@partitura/telemetry';
import { runOrchestrator } from './orchestrator';
import { readSettings, type Settings } from './settings';

function settings(): Settings {
  try {
    return readSettings();
  } catch (error) {
    createLogger({ service: 'orchestrator' }).fatal((error as Error).message);
    process.exit(1);
  }
}

void runOrchestrator(settings());
