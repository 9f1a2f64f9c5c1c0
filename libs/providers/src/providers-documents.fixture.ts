import { getNamedType, type GraphQLSchema, isObjectType } from 'graphql';

export interface ShownProvider {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly [field: string]: unknown;
}

export interface Payload {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly provider?: ShownProvider | null;
  readonly request?: { readonly id: string; readonly status: string } | null;
  readonly problems: readonly (Readonly<Record<string, unknown>> & { readonly code: string })[];
}

const MONEY = '{ minorUnits currency }';

export const PROVIDER = `id version reference name status validFrom validUntil reason team { id } contact { id }
  checklist { item status note evidence { link text submittedBy { id } } judgedBy { id } }
  accesses { id system revokedAt grantedBy { id } revokedBy { id } } integration { step note person { id } recordedBy { id } }
  rateCard { work rate ${MONEY} } purchaseOrder { id version ceiling ${MONEY} spent ${MONEY} left ${MONEY} }`;

const PROBLEMS = `problems { __typename code category path message ... on InvalidStateProblem { state allowed }
  ... on ForbiddenProblem { right } ... on NotFoundProblem { what } ... on LimitReachedProblem { what max }
  ... on ChecklistOpenProblem { items: ids } ... on AccessNotRevokedProblem { accesses: ids }
  ... on ApprovalExpiredProblem { lastDay: validUntil } ... on ProviderNotOnboardedProblem { validFrom validUntil }
  ... on TeamOfAnotherProviderProblem { otherProviderId } ... on PoCeilingExceededProblem { ceiling spent amount currency }
  ... on CurrencyMismatchProblem { counted: expected given: actual } ... on StaleVersionProblem { expectedVersion: expected current { id } } }`;

/** The document of any mutation, and whether it says what it has seen. */
export function documentOf(schema: GraphQLSchema, name: string): { document: string; expects: boolean } {
  const field = schema.getMutationType()?.getFields()[name];
  const payload = field && getNamedType(field.type);
  if (!isObjectType(payload)) throw new Error(`No mutation ${name}.`);
  const expects = field?.args.some((argument) => argument.name === 'expect') ?? false;
  const input = String(field?.args.find((argument) => argument.name === 'input')?.type);
  const shown = 'provider' in payload.getFields() ? `provider { ${PROVIDER} }` : 'request { id status }';
  const document = `mutation ($input: ${input}, ${expects ? '$expect: Expect!, ' : ''}$key: String) {
    ${name}(input: $input, ${expects ? 'expect: $expect, ' : ''}idempotencyKey: $key) {
      position replayed ${shown} ${PROBLEMS} } }`;
  return { document, expects };
}
