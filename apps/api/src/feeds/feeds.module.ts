import { ReadersModule } from '#libs/readers';
import { Module } from '@nestjs/common';
import { GraphqlModule } from '../graphql/graphql.module.js';
import { CalendarRoute } from './calendar-route.js';
import { EventsAnswers } from './events-answers.js';
import { EventsRoute } from './events-route.js';
import { EventSchemaRoute } from './event-schema-route.js';

/** The roadmap for calendar programs, and the log for programs that read lines. Needs `pg.Pool` from a module that is global. */
@Module({
  imports: [GraphqlModule, ReadersModule],
  providers: [CalendarRoute, EventSchemaRoute, EventsAnswers, EventsRoute],
})
export class FeedsModule {}
