/** Events in the logs that readers are measured over; `BENCH_EVENTS` makes a trial short. */
export const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000);

export const many = (count: number): string => Math.round(count).toLocaleString('en');
