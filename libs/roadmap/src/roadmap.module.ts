import { CalendarModule } from '#libs/calendar';
import { RequestsModule } from '#libs/requests';
import { RiskModule } from '#libs/risk';
import { Module } from '@nestjs/common';
import { RoadmapDecisions } from './decisions.js';
import { dependenciesParts } from './dependencies/index.js';
import { feedsParts } from './feeds/index.js';
import { itemsParts } from './items/index.js';
import { linksParts } from './links/index.js';
import { picturesParts } from './pictures/index.js';
import { planningParts } from './planning/index.js';
import { policyParts } from './policy/index.js';

/**
 * The one roadmap both sides keep. Needs `pg.Pool`, `EventLog`, `PostgresLogStore`, `Horizon`, `Past`, `TimeTravel`, `NodeResolvers`,
 * `CursorCodec`, `CommandBus`, `Directory` and `PeopleLoaders` from modules that are global.
 */
@Module({
  imports: [RequestsModule, CalendarModule, RiskModule],
  providers: [
    RoadmapDecisions,
    ...itemsParts,
    ...dependenciesParts,
    ...linksParts,
    ...planningParts,
    ...policyParts,
    ...picturesParts,
    ...feedsParts,
  ],
})
export class RoadmapModule {}
