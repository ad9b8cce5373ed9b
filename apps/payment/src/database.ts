import { SandboxAuthorization } from './gateway/sandbox-authorization.entity';
import { Payments1764000000000 } from './migrations/1764000000000-payments';
import { SandboxGateway1764000000001 } from './migrations/1764000000001-sandbox-gateway';
import { Payment } from './payments/payment.entity';

export const entities = [Payment, SandboxAuthorization];
export const migrations = [Payments1764000000000, SandboxGateway1764000000001];
