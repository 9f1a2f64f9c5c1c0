import { getNamedType, type GraphQLSchema, isObjectType } from 'graphql';

type Shown = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

export interface Payload {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly agreement?: (Shown & { readonly status: string }) | null;
  readonly allotment?: (Shown & { readonly status: string; readonly balance: Readonly<Record<string, number>> }) | null;
  readonly entry?: Shown | null;
  readonly request?: Shown | null;
  readonly problems: readonly (Readonly<Record<string, unknown>> & { readonly code: string })[];
}

export const AGREEMENT = `id version number reference status timeZone currency validFrom validTo rateCardVersion
  terms { version effectiveFromPeriod } signatures { side } openConsents { consentId action terms side byId }`;

export const ALLOTMENT = `id version period status balance { basePoolMinutes grantedMinutes carriedInMinutes consumedMinutes
  openReservedMinutes availableMinutes overageApprovedMinutes overageConsumedMinutes uncoveredMinutes writtenOffMinutes debtMinutes
  reductionPendingMinutes notBillableMinutes usedMinutes capacityMinutes }
  pendingOverages { overageId requestId kind minutes signedSide } openConsents { consentId action terms side }
  uncoveredEntries { entryId requestId minutes } thresholdsCrossed graceEndsOn disputes { disputeId lineId }
  issuedStatement { number acceptBy accepted }`;

/** What is shown of the objects of payloads, where a payload has them. */
const SHOWN: Readonly<Record<string, string>> = {
  agreement: AGREEMENT,
  allotment: ALLOTMENT,
  entry: 'id version',
  request: 'id version status',
};

const PROBLEMS = `problems { __typename code category path message ... on BusinessProblem { details }
  ... on InvalidStateProblem { state allowed } ... on ForbiddenProblem { right } ... on NotFoundProblem { what }
  ... on AllotmentExhaustedProblem { period availableMinutes requestedMinutes shortfallMinutes }
  ... on PeriodNotReservableProblem { period periodStatus } ... on BothSidesBySamePersonProblem { side }
  ... on LimitReachedProblem { what max } ... on StaleVersionProblem { expected actual current { id } } }`;

/** The document of any mutation, and whether it says what it has seen. */
export function documentOf(schema: GraphQLSchema, name: string): { document: string; expects: boolean } {
  const field = schema.getMutationType()?.getFields()[name];
  const payload = field && getNamedType(field.type);
  if (!isObjectType(payload)) throw new Error(`No mutation ${name}.`);
  const expects = field?.args.some((argument) => argument.name === 'expect') ?? false;
  const input = String(field?.args.find((argument) => argument.name === 'input')?.type);
  const shown = Object.entries(SHOWN)
    .filter(([key]) => key in payload.getFields())
    .map(([key, fields]) => `${key} { ${fields} }`);
  const document = `mutation ($input: ${input}, ${expects ? '$expect: Expect!, ' : ''}$key: String) {
    ${name}(input: $input, ${expects ? 'expect: $expect, ' : ''}idempotencyKey: $key) {
      position replayed ${shown.join(' ')} ${PROBLEMS} } }`;
  return { document, expects };
}
