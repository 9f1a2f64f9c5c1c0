import { CalendarModule } from '#libs/calendar';
import { RequestsModule } from '#libs/requests';
import { Initiatives, RiskModule } from '#libs/risk';
import { Global, Module } from '@nestjs/common';
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
 * `CursorCodec`, `CommandBus`, `Directory` and `PeopleLoaders` from modules that are global; is global
 * itself, so that risk can ask for `Initiatives` without knowing who answers.
 */
@Global()
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
  exports: [Initiatives],
})
export class RoadmapModule {}
