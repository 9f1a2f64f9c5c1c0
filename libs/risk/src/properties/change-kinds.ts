/** What stands in the calendar of changes; entries of one day come in this order. */
export const changeKinds = [
  'FREEZE',
  'PEAK',
  'LAUNCH',
  'LAUNCH_ROLLED_BACK',
  'AGREED_DATE',
  'REVIEW_VALIDITY_END',
] as const;
export type ChangeKind = (typeof changeKinds)[number];
