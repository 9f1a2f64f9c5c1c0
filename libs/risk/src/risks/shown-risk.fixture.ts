/** Fields of a risk that stand inside of it. */
export const SHOWN = `inherent { likelihood impact score band matrixVersion ratedOn }
  current { likelihood impact score band matrixVersion ratedOn } residualTarget { score band matrixVersion }
  owner { side person { id } } dueOn
  mitigations { mitigationId title status due overdue preLaunch evidence expected { likelihood impact } owner { id }
    completedBy { by { id } onBehalfOf { id } } verifiedBy { by { id } } }
  acceptance { band expiresOn justification control automatic by { by { id } onBehalfOf { id } } }
  offeredAcceptance { band side expiresOn by { by { id } } }
  acknowledgement { band isEnough by { by { id } } }
  occurrences { kind requestId bugId incident }`;

/** A risk as the specs ask for it. */
export const RISK = `id version reference reviewId reviewReference lens title cause event consequence statement category knowledge reduced
  treatment ${SHOWN}`;

interface ShownPerson {
  readonly id: string;
}

interface ShownRating {
  readonly likelihood: number;
  readonly impact: number;
  readonly score: number;
  readonly band: string;
  readonly matrixVersion: number;
  readonly ratedOn: string;
}

/** What `RISK` asks for, as far as specs look at it. */
export interface ShownRisk {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly statement: string;
  readonly reduced: boolean;
  readonly inherent: ShownRating | null;
  readonly current: ShownRating | null;
  readonly dueOn: string | null;
  readonly mitigations: readonly {
    readonly mitigationId: string;
    readonly status: string;
    readonly overdue: boolean;
    readonly completedBy: { readonly by: ShownPerson } | null;
  }[];
  readonly acceptance: { readonly expiresOn: string; readonly by: readonly { readonly by: ShownPerson }[] } | null;
  readonly offeredAcceptance: { readonly side: string } | null;
}
