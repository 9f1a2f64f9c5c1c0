/** Use-cases of this folder. */
export const eventsParts = [];
