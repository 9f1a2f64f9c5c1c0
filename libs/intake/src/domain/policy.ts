/** What a workspace decides about its intake: data with a version, which every decision names. */
export interface IntakePolicy {
  readonly version: number;
  /** A quick win takes at most so many minutes (P56) … */
  readonly quickWinMinutes: number;
  /** … and touches none of these. */
  readonly riskyTouches: readonly string[];
  /** From so many minutes on a favour should become a request (P28). */
  readonly favourMinutes: number;
  readonly limits: IntakeLimits;
}

/** Lengths in characters. */
export interface IntakeLimits {
  readonly minTitle: number;
  readonly maxTitle: number;
  readonly maxText: number;
  /** Ids of other systems. */
  readonly maxShortText: number;
  readonly maxUrl: number;
  /** Minutes a guess may name. */
  readonly maxRoughMinutes: number;
  /** Minutes one interruption may last: a day. */
  readonly maxInterruptionMinutes: number;
  readonly maxTouches: number;
  readonly maxAffected: number;
  /** Votes one idea may have. */
  readonly maxVotes: number;
}

/** Version 1: holds until a workspace sets its own. */
export const intakePolicy: IntakePolicy = {
  version: 1,
  quickWinMinutes: 120,
  // Each of them brings work and risk that do not meet the eye.
  riskyTouches: [
    'PAYMENTS',
    'PERSONAL_DATA',
    'THIRD_PARTY_INTEGRATION',
    'AUTHENTICATION',
    'PUBLIC_PEAK',
    'NEW_VENDOR',
    'LEGAL_CLAIMS',
    'DATA_MIGRATION',
  ],
  favourMinutes: 30,
  limits: {
    minTitle: 3,
    maxTitle: 200,
    maxText: 4000,
    maxShortText: 200,
    maxUrl: 2000,
    maxRoughMinutes: 1_000_000,
    maxInterruptionMinutes: 1440,
    maxTouches: 20,
    maxAffected: 50,
    maxVotes: 1000,
  },
};
