import { CalendarModule } from '#libs/calendar';
import { RequestsModule, Reservations } from '#libs/requests';
import { Global, Module } from '@nestjs/common';
import { AgencySpending } from './agency-spending.js';
import { agreementsParts } from './agreements/index.js';
import { clockParts } from './clock/index.js';
import { closingParts } from './closing/index.js';
import { HoursDecisions } from './decisions.js';
import { AllotmentReader } from './months/allotment-reader.js';
import { monthsParts } from './months/index.js';
import { overageParts } from './overage/index.js';
import { reportsParts } from './reports/index.js';
import { reservationsParts } from './reservations/index.js';
import { statementParts } from './statement/index.js';
import { timeParts } from './time/index.js';
import { whatIfParts } from './what-if/index.js';

/**
 * Agreements, their monthly hours and the bill. Needs `pg.Pool`, `EventLog`, `PostgresLogStore`, `Horizon`, `NodeResolvers`,
 * `CursorCodec`, `CommandBus`, `Directory` and `PeopleLoaders` from modules that are global; is global itself, so that requests
 * can reserve hours without knowing who keeps them.
 */
@Global()
@Module({
  imports: [RequestsModule, CalendarModule],
  providers: [
    HoursDecisions,
    AgencySpending,
    ...monthsParts,
    ...agreementsParts,
    ...reservationsParts,
    ...timeParts,
    ...clockParts,
    ...closingParts,
    ...overageParts,
    ...statementParts,
    ...reportsParts,
    ...whatIfParts,
  ],
  exports: [HoursDecisions, AllotmentReader, Reservations],
})
export class HoursModule {}
