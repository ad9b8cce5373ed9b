export * from './handlers/business-error';
export * from './handlers/compensation-for.decorator';
export * from './handlers/participant.decorator';
export { describeIssues, pathOf, type Schema, type SchemaIssue } from './handlers/schema';
export * from './handlers/task-context';
export * from './handlers/task.decorator';
export * from './service/environment';
export * from './service/read-environment';
