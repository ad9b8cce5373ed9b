import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { answerAfter } from './answer-after';
import {
  type Authorization,
  type AuthorizationRequest,
  GatewayUnavailableError,
  PaymentGateway,
} from './payment-gateway';
import { SandboxAuthorization } from './sandbox-authorization.entity';
import { ruleOf } from './sandbox-rules';

/** A payment provider made of rules: what it does with a payment follows from the payment token. */
@Injectable()
export class SandboxGateway extends PaymentGateway {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {
    super();
  }

  override async authorize(request: AuthorizationRequest): Promise<Authorization> {
    const rule = ruleOf(request.token);
    request.signal.throwIfAborted();
    if (rule.delayMs !== undefined) await answerAfter(rule.delayMs, request.signal);
    const { reference, why, failures_left } = await this.remember(request);
    if (failures_left > 0)
      throw new GatewayUnavailableError('The sandbox gateway did not answer: try again with the same key.');
    return why === null ? { approved: true, reference } : { approved: false, reference, why };
  }

  override async capture(reference: string): Promise<void> {
    const { affected } = await this.dataSource.manager.update(
      SandboxAuthorization,
      { reference, state: In(['held', 'taken']) },
      { state: 'taken' },
    );
    if (affected === 0)
      throw new Error(
        `The gateway holds no money under ${reference}: authorize a payment before capturing it.`,
      );
  }

  override async giveBack(reference: string): Promise<void> {
    await this.dataSource.manager.update(
      SandboxAuthorization,
      { reference, state: In(['held', 'taken']) },
      { state: 'given-back' },
    );
  }

  /** The first call of a key decides; in a transaction of its own, as a provider's memory does not roll back with ours. */
  private async remember({ idempotencyKey, amount, token }: AuthorizationRequest): Promise<Remembered> {
    const { declined, failures = 0 } = ruleOf(token);
    const [answer] = await this.dataSource.manager.query<Remembered[]>(
      `INSERT INTO sandbox_authorizations
         (idempotency_key, reference, amount, currency, state, why, failures_left)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (idempotency_key) DO UPDATE
         SET failures_left = greatest(sandbox_authorizations.failures_left - 1, 0)
       RETURNING reference, why, failures_left`,
      [
        idempotencyKey,
        uuidv7(),
        amount.amount,
        amount.currency,
        declined === undefined ? 'held' : 'declined',
        declined ?? null,
        failures,
      ],
    );
    if (answer === undefined) throw new Error('The sandbox gateway lost its memory: INSERT returned no row.');
    return answer;
  }
}

interface Remembered {
  readonly reference: string;
  readonly why: string | null;
  readonly failures_left: number;
}
