import { Alignment1764000000501 } from '#libs/alignment';
import { Api1764000000051, Api1764000000052 } from '#libs/api-kit';
import { Calendar1764000000301 } from '#libs/calendar';
import { logMigrations } from '#libs/event-log';
import { Hours1764000000601 } from '#libs/hours';
import { Intake1764000000401 } from '#libs/intake';
import { People1764000000101 } from '#libs/people';
import { Metrics1764000000821 } from '#libs/metrics';
import type { MigrationClass } from '#libs/platform';
import { Policies1764000000661 } from '#libs/policies';
import { Providers1764000000651 } from '#libs/providers';
import { Readers1764000000801, Readers1764000000802 } from '#libs/readers';
import {
  Requests1764000000201,
  Requests1764000000202,
  Requests1764000000204,
  Requests1764000000206,
  Requests1764000000210,
  Requests1764000000220,
  Requests1764000000230,
} from '#libs/requests';
import { Risk1764000000701 } from '#libs/risk';
import { Roadmap1764000000751, Roadmap1764000000752 } from '#libs/roadmap';
import { Webhooks1764000000811 } from '#libs/webhooks';

/** Every migration of every lib; a guard compares it with what their folders hold. */
export const migrations: readonly MigrationClass[] = [
  ...logMigrations,
  Api1764000000051,
  Api1764000000052,
  People1764000000101,
  Requests1764000000201,
  Requests1764000000202,
  Requests1764000000204,
  Requests1764000000206,
  Requests1764000000210,
  Requests1764000000220,
  Requests1764000000230,
  Calendar1764000000301,
  Intake1764000000401,
  Alignment1764000000501,
  Hours1764000000601,
  Providers1764000000651,
  Policies1764000000661,
  Risk1764000000701,
  Roadmap1764000000751,
  Roadmap1764000000752,
  Readers1764000000801,
  Readers1764000000802,
  Webhooks1764000000811,
  Metrics1764000000821,
];
