import { AsOf, AsOfArg, IdArg, Needs, Reader, TimeTravel } from '#libs/api-kit';
import { Query, Resolver } from '@nestjs/graphql';
import { AgreementReader } from '../agreements/agreement-reader.js';
import { checkOf, type LedgerSums, ledgerSums } from '../domain/index.js';
import { LedgerCheckType, type LedgerSumsType } from './ledger-check.type.js';
import { PastMonths } from './past-months.js';

/** Shows a controller that no minute of an agreement is lost, or counted twice. */
@Resolver()
export class LedgerCheckView {
  constructor(
    private readonly agreements: AgreementReader,
    private readonly past: PastMonths,
    private readonly travel: TimeTravel,
  ) {}

  @Query(() => LedgerCheckType, {
    nullable: true,
    complexity: 100,
    description:
      'Whether the minutes of an agreement add up, now or at any time in the past: 0, 0, 0. Null for an agreement that is not there. ' +
      'INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('hours.read')
  async ledgerCheck(
    @IdArg('Agreement', { name: 'agreementId' }) agreementId: string,
    @AsOfArg() asOf: AsOf | null,
    @Reader() { viewer }: Reader,
  ): Promise<LedgerCheckType | null> {
    const { workspaceId } = viewer;
    const [known] = await this.agreements.rows(workspaceId, [agreementId]);
    if (!known) return null;
    // First the position, then the months there are: those of that time are among them.
    const position = await this.travel.orPresent(workspaceId, asOf);
    const at = { workspaceId, agreementId, position };
    const months = await this.past.opened(at, await this.past.periods(at));
    const sums = ledgerSums(months.map(({ state }) => state));
    const check = checkOf(sums);
    const balanced = check.a === 0 && check.b === 0 && check.c === 0;
    return { ...check, balanced, months: months.length, sums: shown(sums), asOfPosition: position };
  }
}

const shown = (sums: LedgerSums): LedgerSumsType => ({
  grantedMinutes: sums.granted,
  adjustedMinutes: sums.adjusted,
  debtAppliedMinutes: sums.debtApplied,
  baseConsumedMinutes: sums.base,
  baseCreditMinutes: sums.baseCredits,
  expiredMinutes: sums.expired,
  availableMinutes: sums.available,
  openReservedMinutes: sums.openReserved,
  inTransitMinutes: sums.inTransit,
  overageApprovedMinutes: sums.overageApproved,
  overageConsumedMinutes: sums.overage,
  overageRebasedMinutes: sums.rebased,
  overageLapsedMinutes: sums.lapsed,
  openEarmarkMinutes: sums.openEarmarks,
  recordedMinutes: sums.recorded,
  uncoveredMinutes: sums.undecided,
  writtenOffMinutes: sums.writtenOff,
  debtMinutes: sums.debt,
});
