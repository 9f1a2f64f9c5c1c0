import { Module } from '@nestjs/common';

/** How the collaboration goes, measured from the log. Needs `pg.Pool`, `EventLog`, `Horizon`, `TimeTravel` and `CommandBus` from modules that are global. */
@Module({ providers: [] })
export class MetricsModule {}
