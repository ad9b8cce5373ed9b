export * from './http-client';
export * from './start-service';
