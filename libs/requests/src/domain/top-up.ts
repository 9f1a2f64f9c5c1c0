/** Signed work whose estimate can be confirmed or made and signed anew. */
export const topUpStatuses = ['APPROVED', 'IN_PROGRESS', 'DELIVERED'] as const;
