import { CursorCodec, TimeTravel } from '#libs/api-kit';
import { Consumers, EventLog, Horizon, Past, PostgresLogStore, RowHistory, SandboxClock } from '#libs/event-log';
import { WebhookTransport } from '#libs/webhooks';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import pg from 'pg';
import type { Service } from './service.js';

/** Gives the contexts what they stand on, by class. */
@Global()
@Module({})
export class ServiceModule {
  static of(service: Service): DynamicModule {
    const providers = [
      { provide: pg.Pool, useValue: service.pool },
      { provide: PostgresLogStore, useValue: service.store },
      { provide: EventLog, useValue: service.events },
      { provide: Horizon, useValue: service.horizon },
      { provide: Past, useValue: service.past },
      { provide: Consumers, useValue: service.consumers },
      { provide: RowHistory, useValue: service.history },
      { provide: SandboxClock, useValue: service.clock },
      { provide: WebhookTransport, useValue: service.webhooks },
      { provide: CursorCodec, useValue: service.cursors },
      { provide: TimeTravel, useValue: new TimeTravel(service) },
    ];
    return { module: ServiceModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
