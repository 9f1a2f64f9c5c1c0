const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A day as people write it: `31 March 2026` for `2026-03-31`. */
export const dayInWords = (day: string): string => format.format(new Date(`${day}T00:00:00Z`));
