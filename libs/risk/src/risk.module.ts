import { CalendarModule } from '#libs/calendar';
import { LaunchGate, RequestsModule } from '#libs/requests';
import { Global, Module } from '@nestjs/common';
import { acceptanceParts } from './acceptance/index.js';
import { RiskDecisions } from './decisions.js';
import { gateParts } from './gate/index.js';
import { mitigationsParts } from './mitigations/index.js';
import { picturesParts } from './pictures/index.js';
import { policyParts } from './policy/index.js';
import { propertiesParts } from './properties/index.js';
import { reviewsParts } from './reviews/index.js';
import { risksParts } from './risks/index.js';

/**
 * Risk reviews, the launch gate, and properties with their peaks and freezes. Needs `pg.Pool`, `EventLog`, `PostgresLogStore`, `Horizon`,
 * `TimeTravel`, `NodeResolvers`, `CursorCodec`, `CommandBus`, `Directory` and `PeopleLoaders` from modules that are global; is global
 * itself, so that requests can ask for `LaunchGate` without knowing who answers.
 */
@Global()
@Module({
  imports: [RequestsModule, CalendarModule],
  providers: [
    RiskDecisions,
    ...policyParts,
    ...reviewsParts,
    ...risksParts,
    ...mitigationsParts,
    ...acceptanceParts,
    ...propertiesParts,
    ...gateParts,
    ...picturesParts,
  ],
  exports: [RiskDecisions, LaunchGate],
})
export class RiskModule {}
