import { trace, type Tracer } from '@opentelemetry/api';

/** A proxy: it follows whatever provider is registered later, and costs next to nothing while there is none. */
export const tracer: Tracer = trace.getTracer('partitura');
