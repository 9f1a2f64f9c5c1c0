import { LocalDate, MinorUnits, Needs, Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import type { LocalDate as Day } from '#libs/vocabulary';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { ChecklistItem } from './domain/index.js';
import { ProviderChecklistItemEnum } from './enums.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('Items of the checklist are not verified.')
export class ChecklistOpenProblem extends Problem {
  @Field(() => [ProviderChecklistItemEnum], { description: 'Which items, in the order of the checklist.' })
  ids: readonly ChecklistItem[];
}

@describe('Nobody has confirmed that these accesses are revoked.')
export class AccessNotRevokedProblem extends Problem {
  @Field(() => [ID], { description: 'Ids of the accesses inside the provider, e.g. `X1`.' })
  ids: readonly string[];
}

@describe('The agency’s security checklist is not approved for that day.')
export class ProviderNotOnboardedProblem extends Problem {
  @Field(() => LocalDate, { nullable: true, description: 'First approved day, e.g. `2026-02-09`; null when none is.' })
  validFrom: Day | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last approved day, e.g. `2026-12-31`; null when none is.' })
  validUntil: Day | null;
}

@describe('The approval has ended; it is given anew, not resumed.')
export class ApprovalExpiredProblem extends Problem {
  @Field(() => LocalDate, { description: 'Its last day, e.g. `2026-12-31`.' })
  validUntil: Day;
}

@describe('The people of the team work for another agency already.')
export class TeamOfAnotherProviderProblem extends Problem {
  /** Not a field: the plain id. */
  providerId: string;

  @Field(() => ID, { description: 'Global id of that agency.' })
  get otherProviderId(): string {
    return toGlobalId('Provider', this.providerId);
  }
}

@describe('The purchase order does not cover this.')
export class PoCeilingExceededProblem extends Problem {
  @Field(() => MinorUnits, { nullable: true, description: 'Its ceiling, e.g. `500000` for 5,000.00 EUR.' })
  @Needs('money.read')
  ceiling: number | null;

  @Field(() => MinorUnits, { nullable: true, description: 'What is spent of it, in minor units, e.g. `495000`.' })
  @Needs('money.read')
  spent: number | null;

  @Field(() => MinorUnits, {
    nullable: true,
    description: 'What was to be booked, in minor units, e.g. `9167`; 0 when the ceiling was to be lowered.',
  })
  @Needs('money.read')
  amount: number | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217, e.g. `EUR`.' })
  @Needs('money.read')
  currency: string | null;
}

registerProblem('CHECKLIST_OPEN', ChecklistOpenProblem);
registerProblem('ACCESS_NOT_REVOKED', AccessNotRevokedProblem);
registerProblem('PROVIDER_NOT_ONBOARDED', ProviderNotOnboardedProblem);
registerProblem('APPROVAL_EXPIRED', ApprovalExpiredProblem);
registerProblem('TEAM_OF_ANOTHER_PROVIDER', TeamOfAnotherProviderProblem);
registerProblem('PO_CEILING_EXCEEDED', PoCeilingExceededProblem);
