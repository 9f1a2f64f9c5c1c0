/** The id of the n-th criterion a request ever had, e.g. `C3`. */
export const criterionId = (n: number): string => `C${n}`;

/** The number inside a criterion id; 0 for anything else. */
export const criterionNumber = (id: string): number => {
  const [, digits] = /^C([1-9]\d{0,8})$/.exec(id) ?? [];
  return digits ? Number(digits) : 0;
};
