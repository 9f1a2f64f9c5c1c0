import { Module } from '@nestjs/common';

/** Other tools are told of events by signed calls. Needs `pg.Pool`, `EventLog`, `Horizon` and `CommandBus` from modules that are global. */
@Module({ providers: [] })
export class WebhooksModule {}
